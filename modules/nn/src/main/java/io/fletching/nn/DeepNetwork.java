package io.fletching.nn;

import io.fletching.kernels.Activation;
import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A recipe for deep networks: a stem, blocks of two layers that mix, a norm, and a linear head. What mixes is its
/// [Architecture]: linear layers, or convolutions.
///
/// It starts as what trains: 50 pre-norm residual blocks of width 64 with ReLU, of which each branch ends in a linear
/// layer that is zero at first, so that the network starts as a shallow one. Without residual connections nothing
/// is zero at first: such a layer would never learn. All weights are named: `stem`, `blocks.0.norm`,
/// `blocks.0.linear1`, `blocks.0.linear2`, `norm`, `head`; of convolutions `blocks.0.conv1`, and what halves images
/// before the second and the last third of the blocks is `blocks.downsample1` and `blocks.downsample2`, a norm and a
/// convolution.
///
/// [Identity Mappings in Deep Residual Networks](https://arxiv.org/abs/1603.05027)
public final class DeepNetwork {
    private static final double LAYER_SCALE = 0.1;

    private final Technique<Initializer> activated;
    private final Technique<Initializer> plain;
    private @Nullable Technique<Normalizer> normalizer;
    private Architecture architecture = Architecture.DENSE;
    private int depth = 50;
    private long width = 64;
    private Activation activation = Activation.RELU;
    private Block block = Block.PRE_NORM;
    private boolean residual = true;
    private double dropout;
    private boolean weightStandardization;

    private DeepNetwork(Technique<Initializer> activated, Technique<Initializer> plain) {
        this.activated = activated;
        this.plain = plain;
    }

    /// Starts a recipe.
    ///
    /// @param activated the start of layers that an activation follows, such as He's
    /// @param plain the start of those that none follows, of gain 1, such as Xavier's
    public static DeepNetwork of(Technique<Initializer> activated, Technique<Initializer> plain) {
        return new DeepNetwork(activated, plain);
    }

    /// What mixes; linear layers by default.
    public DeepNetwork architecture(Architecture architecture) {
        this.architecture = architecture;
        return this;
    }

    /// The normalizer of every block and before the head; none by default.
    public DeepNetwork normalizer(Technique<Normalizer> normalizer) {
        this.normalizer = normalizer;
        return this;
    }

    /// How many blocks, of two layers each; 50 by default.
    public DeepNetwork depth(int depth) {
        if (depth < 0) {
            throw refusal("network-depth", "The depth is '" + depth + "' blocks; expected 0 or more.");
        }
        this.depth = depth;
        return this;
    }

    /// Units of every hidden layer, or channels of the first convolutions; 64 by default.
    public DeepNetwork width(long width) {
        if (width < 1) {
            throw refusal("network-width", "The width is '" + width + "' units; expected 1 or more.");
        }
        this.width = width;
        return this;
    }

    /// The activation within a block; ReLU by default.
    public DeepNetwork activation(Activation activation) {
        this.activation = activation;
        return this;
    }

    /// The form of the blocks; pre-norm by default.
    public DeepNetwork block(Block block) {
        this.block = block;
        return this;
    }

    /// Whether blocks have a residual connection; they do by default. Without it both layers of a block start as
    /// `activated` says.
    public DeepNetwork residual(boolean residual) {
        this.residual = residual;
        return this;
    }

    /// The probability of dropout behind the activation of each block; 0 by default.
    public DeepNetwork dropout(double dropout) {
        this.dropout = dropout;
        return this;
    }

    /// Whether the layers of a block [standardize][Linear#standardized] their weights, all but those that start
    /// at zero; they do not by default.
    public DeepNetwork weightStandardization(boolean weightStandardization) {
        this.weightStandardization = weightStandardization;
        return this;
    }

    /// The network.
    ///
    /// @param outputs classes to tell apart, or numbers to predict
    public Network build(long outputs) {
        if (!residual && (block == Block.LAYERSCALE || block == Block.REZERO)) {
            throw refusal(
                    "network-scale",
                    "A block '" + block.name().toLowerCase(Locale.ROOT)
                            + "' without a residual connection has"
                            + " nothing to add its scaled branch to and would not learn; take 'pre-norm' or 'post-norm',"
                            + " or keep the residual connection.");
        }
        if (weightStandardization && normalizer == null) {
            throw refusal(
                    "network-standardization",
                    "Standardized weights make what goes through a layer √" + architecture.inputs(width)
                            + " times as large, and the network has no normalizer that bounds it; expected one, such as"
                            + " 'groupnorm', or no weight standardization.");
        }
        Sequence network = Sequence.empty()
                .then("stem", architecture.mixing(width, plain, false))
                .then("blocks", blocks());
        boolean normalizedBefore = block == Block.POST_NORM && depth > 0;
        network = normalizedBefore ? network : normalized(network);
        return architecture.pooled(network, activation).then("head", Linear.of(outputs, plain));
    }

    private Sequence blocks() {
        Sequence blocks = Sequence.empty();
        int last = 0;
        for (int i = 0; i < depth; i++) {
            int stage = architecture.stage(i, depth);
            if (stage > last) {
                blocks = blocks.then("downsample" + stage, downsample(width << stage));
            }
            blocks = blocks.then(Integer.toString(i), block(width << stage));
            last = stage;
        }
        return blocks;
    }

    private Network downsample(long width) {
        Sequence before = block == Block.POST_NORM ? Sequence.empty() : normalized(Sequence.empty());
        return before.then(architecture.layer(), Architecture.halving(width, plain));
    }

    private Network block(long width) {
        Sequence branch = block == Block.POST_NORM ? Sequence.empty() : normalized(Sequence.empty());
        branch = branch.then(architecture.layer() + 1, hidden(width, activated))
                .then("activation", new Activate(activation));
        if (dropout > 0) {
            branch = branch.then("dropout", new Dropout(dropout));
        }
        branch = branch.then(architecture.layer() + 2, second(width));
        branch = switch (block) {
            case PRE_NORM, POST_NORM -> branch;
            case LAYERSCALE -> branch.then("scale", Scale.perChannel(LAYER_SCALE));
            case REZERO -> branch.then("scale", Scale.reZero());
        };
        Network added = residual ? new Residual(branch) : branch;
        return block == Block.POST_NORM ? normalized(Sequence.empty().then("branch", added)) : added;
    }

    /// The end of a branch: zero where the sum keeps the signal, else what keeps it alive.
    private Layer second(long width) {
        if (!residual) {
            return hidden(width, activated);
        }
        boolean scaled = block == Block.LAYERSCALE || block == Block.REZERO;
        return scaled ? hidden(width, plain) : architecture.zero(width);
    }

    private Layer hidden(long width, Technique<Initializer> initializer) {
        return architecture.mixing(width, initializer, weightStandardization);
    }

    private Sequence normalized(Sequence sequence) {
        return normalizer == null ? sequence : sequence.then("norm", new Normalize(normalizer));
    }

    private static FletchingException refusal(String code, String message) {
        return new FletchingException(FletchingException.Kind.USER, code, message);
    }
}
