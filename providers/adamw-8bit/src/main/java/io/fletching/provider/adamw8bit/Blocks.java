package io.fletching.provider.adamw8bit;

import io.fletching.spi.State;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// Steps of parameters whose moments are codes, block by block: decode, AdamW, encode.
interface Blocks {
    /// Elements that share a scale.
    int SIZE = 256;

    void step(Tensor parameter, Tensor gradient, State state, Step step);
}
