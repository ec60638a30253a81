package io.fletching.runtime;

import io.fletching.arrow.Memory;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.ParameterGroup.Treatment;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Provider;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an [Updater] is made of. An optimizer is needed; clippers run in the order in which they are named, and of
/// groups the later wins.
public final class UpdaterBuilder {
    /// Names that an error lists one by one.
    private static final int MOST_LISTED = 24;

    private final Variables variables;
    private final List<Technique<? extends Clipper>> clippers = new ArrayList<>();
    private final List<ParameterGroup> groups = new ArrayList<>();
    private final Map<RuleKey, Optimizer.Rule> rules = new HashMap<>();
    private Map<Variable, Treatment> treatments = Map.of();
    private Memory memory;
    private @Nullable Technique<? extends Optimizer> optimizer;
    private @Nullable Technique<? extends Optimizer> others;
    private @Nullable Multiplication multiplication;
    private @Nullable Workers workers;
    private @Nullable LossScale lossScale;
    private double averageDecay = Double.NaN;
    private @Nullable Long roundingSeed;

    private record RuleKey(Provider provider, Map<String, String> options) {}

    UpdaterBuilder(Variables variables) {
        this.variables = variables;
        this.memory = variables.memory();
    }

    /// The optimizer of every parameter whose group names no other.
    public UpdaterBuilder optimizer(Technique<? extends Optimizer> technique) {
        optimizer = technique;
        return this;
    }

    /// The optimizer of parameters that theirs refuses: of biases and norms, where the others' is for matrices. By
    /// default such a parameter is an error. Factors of its groups hold; options are this optimizer's own.
    public UpdaterBuilder others(Technique<? extends Optimizer> technique) {
        others = technique;
        return this;
    }

    /// What multiplies matrices for rules that do; by default the portable product.
    public UpdaterBuilder product(MatrixProduct product) {
        multiplication = new Multiplication(product);
        return this;
    }

    /// One more clipper, behind those named before.
    public UpdaterBuilder clipper(Technique<? extends Clipper> technique) {
        clippers.add(technique);
        return this;
    }

    /// One more group.
    public UpdaterBuilder group(ParameterGroup group) {
        groups.add(group);
        return this;
    }

    /// Where the state lives, in a region nested in this one; by default in the memory of the parameters.
    public UpdaterBuilder memory(Memory region) {
        memory = region;
        return this;
    }

    /// Who runs the updates; by default the caller alone.
    public UpdaterBuilder workers(Workers pool) {
        workers = pool;
        return this;
    }

    /// Averages the weights over the updates, and judges the model by the averages: after the first update a copy,
    /// after each further one `decay · average + (1 − decay) · weight`. See [Updater#evaluate].
    ///
    /// [Polyak averaging](https://arxiv.org/abs/1806.05594), with exponential weights
    ///
    /// @param decay in `[0, 1)`, such as 0.999
    public UpdaterBuilder average(double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new FletchingException(
                    Kind.USER, "average-decay", "The decay of the average is '" + decay + "'; expected [0, 1).");
        }
        averageDecay = decay;
        return this;
    }

    /// Scales the loss, see [Updater#lossScale]; by default it is not scaled.
    public UpdaterBuilder lossScale(LossScale scale) {
        lossScale = scale;
        return this;
    }

    /// Leaves BF16 parameters without a master in float32: each update is computed in float32 on a part of the values,
    /// and rounded at random on its way back, so that it is right on average. By default every parameter of BF16 and
    /// F16 has a master, which keeps the bits that a small update moves; that takes 4 bytes an element more, and learns
    /// with less noise.
    ///
    /// [Deep Learning with Limited Numerical Precision](https://arxiv.org/abs/1502.02551)
    ///
    /// @param seed with the parameter's name, its number of updates and the element what the bits follow from
    public UpdaterBuilder withoutMasters(long seed) {
        roundingSeed = seed;
        return this;
    }

    /// Refuses what [#build] would refuse, and allocates nothing.
    ///
    /// @throws FletchingException where no optimizer is given, a group matches no parameter, no parameter is left to
    ///     train, or a technique refuses its options, a parameter or its type
    public UpdaterBuilder check() {
        treatments = treat();
        return this;
    }

    /// Binds the techniques, and allocates their state.
    ///
    /// @throws FletchingException as [#check]
    public Updater build() {
        treatments = treat();
        Memory region = memory.child("updater");
        try {
            return new Updater(this, region, workers == null ? Workers.of(1) : workers);
        } catch (RuntimeException refused) {
            region.close();
            throw refused;
        }
    }

    private Map<Variable, Treatment> treat() {
        for (ParameterGroup group : groups) {
            requireMatch(group);
        }
        Map<Variable, Treatment> all = new LinkedHashMap<>();
        for (Variable variable : variables) {
            Treatment treatment = ParameterGroup.treatment(variable, optimizer(), groups);
            if (!treatment.frozen()) {
                requireType(variable, treatment.optimizer());
                treatment = served(variable.parameter(), treatment);
                require(variable, treatment.optimizer());
            }
            all.put(variable, treatment);
        }
        if (all.values().stream().allMatch(Treatment::frozen)) {
            throw new FletchingException(
                    Kind.USER, "nothing-to-train", "There is no parameter to train: none exists, or all are frozen.");
        }
        return all;
    }

    private static void requireType(Variable variable, Technique<?> technique) {
        technique.requireType(Halves.arithmetic(variable.value().dtype()), variable.name());
    }

    private void require(Variable variable, Technique<? extends Optimizer> own) {
        requireType(variable, own);
        clippers.forEach(clipper -> requireType(variable, clipper));
        DType type = variable.value().dtype();
        if (Halves.arithmetic(type) != DType.F32) {
            throw FletchingException.unsupported(
                    variable.parameter(),
                    "is of type " + type + ", and updates are computed in F32; expected F32, BF16 or F16.");
        }
        if (type == DType.F16 && roundingSeed != null) {
            throw FletchingException.unsupported(
                    variable.parameter(), "is of type F16, which needs a master; expected BF16, or masters.");
        }
        Optimizer.Rule rule = rule(own);
        rule.layout(variable.parameter());
        if (!Double.isNaN(averageDecay) && rule.hasEvaluationWeights()) {
            throw new FletchingException(
                    Kind.USER,
                    "average-twice",
                    "The optimizer '" + own.name() + "' averages weights itself; expected no other average of them.");
        }
    }

    private Treatment served(Parameter parameter, Treatment treatment) {
        return others != null && refuses(rule(treatment.optimizer()), parameter) ? treatment.with(others) : treatment;
    }

    /// Whether a rule says of a parameter that it is not for it.
    static boolean refuses(Optimizer.Rule rule, Parameter parameter) {
        try {
            rule.layout(parameter);
            return false;
        } catch (FletchingException refused) {
            if (refused.code().equals(FletchingException.UNSUPPORTED)) {
                return true;
            }
            throw refused;
        }
    }

    private void requireMatch(ParameterGroup group) {
        List<String> names = new ArrayList<>();
        for (Variable variable : variables) {
            if (group.matches(variable)) {
                return;
            }
            names.add(variable.name());
        }
        throw FletchingException.unknown(
                Kind.USER,
                "group-empty",
                "The parameter group '" + group + "' matches no parameter.",
                group.toString(),
                "Parameters",
                names.size() > MOST_LISTED ? patterns(names) : names);
    }

    /// With a star for each number: a deep network has as many names as layers, and few forms of them.
    private static List<String> patterns(List<String> names) {
        return names.stream()
                .map(name -> name.replaceAll("[0-9]+", "*"))
                .distinct()
                .toList();
    }

    Technique<? extends Optimizer> optimizer() {
        if (optimizer == null) {
            throw new FletchingException(
                    Kind.USER, "optimizer-missing", "The updater has no optimizer; name one with optimizer(…).");
        }
        return optimizer;
    }

    List<Technique<? extends Clipper>> clippers() {
        return clippers;
    }

    /// By parameter, in the model's order.
    Map<Variable, Treatment> treatments() {
        return treatments;
    }

    Treatment treatment(Variable variable) {
        return Objects.requireNonNull(treatments.get(variable));
    }

    /// The bound form of an optimizer: one for all parameters with the same provider and options.
    Optimizer.Rule rule(Technique<? extends Optimizer> technique) {
        return rules.computeIfAbsent(
                new RuleKey(technique.provider(), technique.options().texts()),
                key -> technique.provider().bind(technique.options()));
    }

    Multiplication multiplication() {
        if (multiplication == null) {
            multiplication = new Multiplication(MatrixProduct.portable());
        }
        return multiplication;
    }

    /// The reserved option `lr`, or 1 where an optimizer has none.
    static double learningRate(Technique<? extends Optimizer> technique) {
        String text = technique.options().texts().get("lr");
        return text == null ? 1 : Double.parseDouble(text);
    }

    /// NaN where weights are not averaged.
    double averageDecay() {
        return averageDecay;
    }

    /// A parameter as its rule sees it.
    ///
    /// @param number of its updates, I64 `[1]`
    /// @param region where a master is allocated
    Widened widened(Variable variable, Tensor number, Memory region) {
        if (!Halves.isHalf(variable.value().dtype())) {
            return new Widened.Direct(variable);
        }
        if (roundingSeed != null) {
            return Widened.Alone.of(variable, roundingSeed, number);
        }
        var mastered = new Widened.Mastered(
                variable, region.allocate(DType.F32, variable.value().shape()));
        mastered.start();
        return mastered;
    }

    /// What a checkpoint says of rounding; empty where nothing is rounded at random.
    String rounding() {
        boolean any = treatments.entrySet().stream()
                .anyMatch(entry ->
                        !entry.getValue().frozen() && entry.getKey().value().dtype() == DType.BF16);
        return any && roundingSeed != null ? "at random, seed " + roundingSeed : "";
    }

    @Nullable
    LossScale lossScale() {
        return lossScale;
    }

    /// What a clipper says by the reserved option other than to refuse, which is what the others say by themselves.
    Clipper.NonFinite onNonFinite() {
        Map<Clipper.NonFinite, String> said = new EnumMap<>(Clipper.NonFinite.class);
        for (Technique<? extends Clipper> clipper : clippers) {
            if (clipper.options().texts().containsKey(Clipper.ON_NON_FINITE.name())) {
                said.putIfAbsent(clipper.options().get(Clipper.ON_NON_FINITE), clipper.name());
            }
        }
        said.remove(Clipper.NonFinite.REFUSE);
        if (said.size() > 1) {
            throw new FletchingException(
                    Kind.USER,
                    "non-finite-twice",
                    "Of the clippers, '" + said.get(Clipper.NonFinite.SKIP) + "' skips an update with a gradient that"
                            + " is not finite and '" + said.get(Clipper.NonFinite.PROPAGATE)
                            + "' lets it propagate; expected one 'on-non-finite' for all.");
        }
        return said.isEmpty()
                ? Clipper.NonFinite.REFUSE
                : said.keySet().iterator().next();
    }
}
