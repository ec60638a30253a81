package io.fletching.tck;

import io.fletching.spi.State;

/// Where a call stands in a [Plan].
///
/// @param part the part, or -1 where the pass combines
record Place(int pass, long first, long count, State state, int part) {}
