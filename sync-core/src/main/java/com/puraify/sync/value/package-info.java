/** The neutral data model: values, fields, field types, schemas and items. */
@NullMarked
package com.puraify.sync.value;

import org.jspecify.annotations.NullMarked;
