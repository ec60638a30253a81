package io.fletching.provider.adamw8bit;

import static io.fletching.provider.adamw8bit.AdamW8Bit.FIRST_CODES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.FIRST_SCALES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.G;
import static io.fletching.provider.adamw8bit.AdamW8Bit.M;
import static io.fletching.provider.adamw8bit.AdamW8Bit.P;
import static io.fletching.provider.adamw8bit.AdamW8Bit.SECOND_CODES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.SECOND_SCALES;
import static io.fletching.provider.adamw8bit.AdamW8Bit.V;

import io.fletching.kernels.Kernels;
import io.fletching.spi.State;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;

/// Codes by table, one by one, around the loop of AdamW.
record ScalarBlocks(AdamWLoop adamW) implements Blocks {
    @Override
    public void step(Tensor parameter, Tensor gradient, State state, Step step) {
        stepFrom(0, parameter, gradient, state, step);
    }

    /// The step of a block and of all after it.
    void stepFrom(long first, Tensor parameter, Tensor gradient, State state, Step step) {
        var kernels = Kernels.f32();
        var p = state.get(P).data();
        var g = state.get(G).data();
        var m = state.get(M).data();
        var v = state.get(V).data();
        var firstCodes = state.get(FIRST_CODES).data();
        var firstScales = state.get(FIRST_SCALES);
        var secondCodes = state.get(SECOND_CODES).data();
        var secondScales = state.get(SECOND_SCALES);
        long at = first * SIZE;
        for (long block = first; block < firstScales.size(); block++, at += SIZE) {
            int n = (int) Math.min(SIZE, parameter.size() - at);
            kernels.copy(parameter.data(), at, p, 0, n);
            kernels.copy(gradient.data(), at, g, 0, n);
            DynamicMap.SIGNED.decode(firstCodes, at, firstScales.get(block), m, n);
            DynamicMap.UNSIGNED.decode(secondCodes, at, secondScales.get(block), v, n);
            adamW.run(n, p, g, m, v, step);
            kernels.copy(p, 0, parameter.data(), at, n);
            firstScales.set(block, DynamicMap.SIGNED.encode(m, firstCodes, at, n));
            secondScales.set(block, DynamicMap.UNSIGNED.encode(v, secondCodes, at, n));
        }
    }
}
