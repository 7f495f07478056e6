/**
 * The laws of the planner: what must hold of delta, match, map, merge and plan for every input.
 *
 * <p>Scenes are made by correlated perturbation: one base that both sides agreed on, and a few
 * edits of either side. See {@code docs/proof.md}.
 */
package com.puraify.sync.laws;
