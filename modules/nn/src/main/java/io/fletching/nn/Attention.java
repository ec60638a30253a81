package io.fletching.nn;

import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import org.jspecify.annotations.Nullable;

/// Scaled dot-product self-attention, `y = softmax(scale · q·kᵀ)·v` for each head, over rows `[time, 3 · width]` in
/// which each position holds its query, its key and its value, in this order and each of `width`; to rows
/// `[time, width]`. A head has `width / heads` neighbouring features of each. The layer has no weights; between two
/// linear layers it is multi-head attention, which [#projected] builds.
///
/// In training the probabilities are kept: heads × time² numbers for each row of a batch.
///
/// [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
public final class Attention implements Layer {
    private static final String NAME = "Attention";

    private final long heads;
    private final boolean causal;
    private final @Nullable Double scale;

    private Attention(long heads, boolean causal, @Nullable Double scale) {
        if (heads < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "attention-heads",
                    "Attention with '" + heads + "' heads; expected 1 or more.");
        }
        if (scale != null && !Double.isFinite(scale)) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "attention-scale",
                    "Attention with the scale '" + scale + "'; expected a finite number, such as 1/√(width / heads).");
        }
        this.heads = heads;
        this.causal = causal;
        this.scale = scale;
    }

    /// Attention in which each position sees all positions, with the scale 1/√(width / heads).
    public static Attention of(long heads) {
        return new Attention(heads, false, null);
    }

    /// This attention where a position sees itself and those before it alone.
    public Attention causal() {
        return new Attention(heads, true, scale);
    }

    /// This attention with another scale of the products of queries and keys.
    public Attention scale(double scale) {
        return new Attention(heads, causal, scale);
    }

    /// Multi-head attention over rows `[time, features]`, to rows `[time, width]`: a linear layer `in` of
    /// `3 · width` outputs on each position, this attention as `heads`, and a linear layer `out`.
    public Sequence projected(long width, Technique<Initializer> initializer) {
        return Sequence.empty()
                .then("in", new PerPosition(Linear.of(3 * width, initializer)))
                .then("heads", this)
                .then("out", new PerPosition(Linear.of(width, initializer)));
    }

    @Override
    public Shape output(Shape input) {
        long features = PerPosition.features(NAME, input);
        if (features % (3 * heads) != 0) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "attention-width",
                    "Attention with '" + heads + "' heads got rows of shape " + input
                            + "; expected [time, 3 · width], a query, a key and a value side by side, and a width that"
                            + " the number of heads divides.");
        }
        return Shape.of(input.dim(0), features / 3);
    }

    @Override
    public Operation plan(Site site) {
        long width = site.y().shape().dim(2) / heads;
        return new Attending(site, heads, causal, scale == null ? 1 / Math.sqrt((double) width) : scale);
    }
}
