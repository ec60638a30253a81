package io.fletching.reference;

import static java.util.Map.entry;

import io.fletching.kernels.Activation;
import io.fletching.nn.Recurrent;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Initializer;
import java.util.Map;

/// What Fletching computes of the figures' operations, by their names.
final class Operations {
    private static final Catalog CATALOG = Catalog.load();

    /// What cases of clipping call our options.
    static final Map<String, String> NORM = Map.of("max-norm", "max_norm", "p", "norm_type");

    private static final Map<String, String> MAX_NORM = Map.of("max-norm", "max_norm");

    private static final Technique<Initializer> ZEROS = CATALOG.initializer("zeros");

    static final Map<String, Operation> ALL = Map.ofEntries(
            entry("layer_norm", Normalization.bySample(CATALOG.normalizer("layernorm"), (_, sample) -> sample.size())),
            entry("rms_norm", Normalization.bySample(CATALOG.normalizer("rmsnorm"), (_, _) -> 1)),
            entry(
                    "group_norm",
                    Normalization.bySample(
                            CATALOG.normalizer("groupnorm"),
                            (figures, sample) -> sample.size()
                                    / figures.options().path("groups").asLong())),
            entry(
                    "instance_norm",
                    Normalization.bySample(
                            CATALOG.normalizer("instancenorm"), (_, sample) -> sample.size() / sample.dim(0))),
            entry("batch_norm_cumulative", Normalization.cumulative(CATALOG.normalizer("batchnorm"))),
            entry("batch_norm", Normalization.batchNorm(CATALOG.normalizer("batchnorm"))),
            entry("adamw", Updates.optimizer(CATALOG.optimizer("adamw"))),
            entry("sgd", Updates.optimizer(CATALOG.optimizer("sgd"))),
            entry("adam", Updates.optimizer(CATALOG.optimizer("adam"))),
            entry("nadam", Updates.optimizer(CATALOG.optimizer("nadam"))),
            entry("radam", Updates.optimizer(CATALOG.optimizer("radam"))),
            entry("adamax", Updates.optimizer(CATALOG.optimizer("adamax"))),
            entry("rmsprop", Updates.optimizer(CATALOG.optimizer("rmsprop"))),
            entry("adagrad", Updates.optimizer(CATALOG.optimizer("adagrad"))),
            entry("adadelta", Updates.optimizer(CATALOG.optimizer("adadelta"))),
            entry("lion", Updates.optimizer(CATALOG.optimizer("lion"))),
            entry("adabelief", Updates.optimizer(CATALOG.optimizer("adabelief"))),
            entry("asgd", Updates.optimizer(CATALOG.optimizer("asgd"))),
            entry("schedule-free-adamw", Updates.optimizer(CATALOG.optimizer("schedule-free-adamw"))),
            entry("schedule-free-sgd", Updates.optimizer(CATALOG.optimizer("schedule-free-sgd"))),
            entry("adafactor-torch", Layerwise.adafactorOfPyTorch(CATALOG.optimizer("adafactor"))),
            entry("adafactor-optax", Layerwise.adafactorOfOptax(CATALOG.optimizer("adafactor"))),
            entry("lamb-timm", Layerwise.ofTimm(CATALOG.optimizer("lamb"))),
            entry("lamb-optax", Layerwise.lambOfOptax(CATALOG.optimizer("lamb"))),
            entry("lars", Layerwise.ofTimm(CATALOG.optimizer("lars"))),
            entry("muon-torch", Layerwise.muonOfPyTorch(CATALOG.optimizer("muon"))),
            entry("muon-optax", Layerwise.muonOfOptax(CATALOG.optimizer("muon"))),
            entry("nadamw-optax", Updates.optimizer(CATALOG.optimizer("adamw"))),
            entry("clip_norm", Updates.clipping(CATALOG.clipper("norm-clipping"), NORM)),
            entry(
                    "clip_global_norm_exact",
                    Updates.clipping(CATALOG.clipper("norm-clipping").with("eps", "0"), MAX_NORM)),
            entry("clip_norm_per_tensor", Updates.clipping(CATALOG.clipper("per-tensor-norm-clipping"), MAX_NORM)),
            entry(
                    "clip_block_rms",
                    Updates.clipping(
                            CATALOG.clipper("per-tensor-norm-clipping").with(Map.of("mean", "true", "eps", "0")),
                            Map.of("max-norm", "threshold"))),
            entry("clip_value", Updates.clipping(CATALOG.clipper("value-clipping"), Map.of("max-value", "clip_value"))),
            entry(
                    "clip_adaptive",
                    Updates.clipping(
                            CATALOG.clipper("adaptive-clipping"), Map.of("clipping", "clip_factor", "eps", "eps"))),
            entry("gain", Initializers.gain(CATALOG.initializer("xavier"))),
            entry("fans", Initializers.fans(CATALOG.initializer("xavier"), CATALOG.initializer("he"))),
            entry("identity", Initializers.values(CATALOG.initializer("identity"))),
            entry("dirac", Initializers.values(CATALOG.initializer("dirac"))),
            entry("variance_scaling", Initializers.varianceScaling(CATALOG.initializer("variance-scaling"))),
            entry("relu", Layers.activation(Activation.RELU)),
            entry("leaky_relu", Layers.leakyRelu()),
            entry("elu", Layers.activation(Activation.ELU)),
            entry("gelu", Layers.activation(Activation.GELU)),
            entry("gelu_tanh", Layers.activation(Activation.GELU_TANH)),
            entry("silu", Layers.activation(Activation.SILU)),
            entry("softplus", Layers.activation(Activation.SOFTPLUS)),
            entry("tanh", Layers.activation(Activation.TANH)),
            entry("sigmoid", Layers.activation(Activation.SIGMOID)),
            entry("linear", Layers.linear()),
            entry("conv2d", Layers.convolution()),
            entry("attention", Sequences.attention()),
            entry("rnn_tanh", Sequences.recurrence("", units -> Recurrent.tanh(units, ZEROS, ZEROS))),
            entry("gru", Sequences.recurrence("r z n", units -> Recurrent.gru(units, ZEROS, ZEROS))),
            entry("lstm", Sequences.recurrence("i f g o", units -> Recurrent.lstm(units, ZEROS, ZEROS))),
            entry("cross_entropy", Losses.crossEntropy()),
            entry("mse", Losses.meanSquaredError()),
            entry("schedule", Schedules.schedule()),
            entry("schedule_plateau", Schedules.plateau()),
            entry("ema", Averaging.ema(CATALOG.optimizer("sgd"))),
            entry("loss_scale", Averaging.lossScale(CATALOG.optimizer("sgd"))),
            entry(
                    "trajectory",
                    new Trajectory(
                            CATALOG.normalizer("layernorm"),
                            CATALOG.clipper("norm-clipping"),
                            CATALOG.optimizer("adamw"))));

    private Operations() {}
}
