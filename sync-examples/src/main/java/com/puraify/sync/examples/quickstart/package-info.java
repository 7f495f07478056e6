/** The quickstart: a SQLite table and a simulated Notion, kept equal both ways. */
@NullMarked
package com.puraify.sync.examples.quickstart;

import org.jspecify.annotations.NullMarked;
