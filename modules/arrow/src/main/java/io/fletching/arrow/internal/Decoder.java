package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;

/// The cells of one column in one record batch, read forwards.
interface Decoder {
    ArrowCells next(int rows);
}
