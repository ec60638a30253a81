package io.fletching.tck;

import static java.lang.Math.sqrt;

import io.fletching.spi.Option;
import io.fletching.spi.Tensor;
import io.fletching.spi.Update;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/// The rules of optimizers.
final class OptimizerRules {
    static final List<Rule> ALL = List.of(
            rule("OPT-01", "keeps all its state in slots", OptimizerRules::state),
            rule("OPT-02", "scales the gradient first", OptimizerRules::gradientScale),
            rule("OPT-03", "takes the learning rate from the step", OptimizerRules::learningRate),
            rule("OPT-04", "prepares from the update alone", OptimizerRules::prepare),
            rule("OPT-05", "stays finite on zero, tiny and large gradients", OptimizerRules::finite),
            rule("OPT-06", "goes downhill", OptimizerRules::downhill),
            rule("OPT-07", "gives evaluation weights without a trace", OptimizerRules::evaluationWeights));

    private static final int STEPS = 5;
    private static final int DESCENT = 60;

    private OptimizerRules() {}

    private static Rule rule(String id, String text, Consumer<OptimizerSubject> check) {
        return Rule.required(OptimizerSubject.class, id, text, check);
    }

    private static void state(OptimizerSubject subject) {
        subject.each(c -> RunRules.resumes(subject, c), subject.small());
    }

    private static void gradientScale(OptimizerSubject subject) {
        subject.each(
                c -> {
                    try (var plain = subject.trial(c);
                            var scaled = subject.trial(c)) {
                        scaled.gradientScale(0.25);
                        for (int turn = 1; turn <= STEPS; turn++) {
                            plain.advance();
                            scaled.feed(turn);
                            Numbers.fill(scaled.gradient(), "gradient-" + turn, 4);
                            scaled.again();
                        }
                        Violation.unless(
                                scaled.now().equals(plain.now()),
                                "gradients 4 times as large with a scale of 1/4 give other bits.");
                    }
                },
                subject.small());
    }

    /// Half of a schedule on twice the option's rate.
    private static void learningRate(OptimizerSubject subject) {
        var lr = subject.descriptor().options().stream()
                .filter(option -> option.name().equals("lr") && option.initial() instanceof Double)
                .findFirst()
                .orElseThrow(() -> new Inapplicable("it has no option 'lr'"));
        subject.each(c -> learningRate(subject, lr, c), subject.small());
    }

    private static void learningRate(OptimizerSubject subject, Option<?> lr, Case c) {
        var twice = new LinkedHashMap<>(c.variant());
        var rate = Double.parseDouble(
                subject.descriptor().parse(c.variant()).texts().get("lr"));
        twice.put(lr.name(), String.valueOf(2 * rate));
        try (var plain = subject.trial(c);
                var scheduled = subject.trial(new Case(twice, c.shapes()))) {
            scheduled.schedule(0.5);
            RunRules.advance(plain, STEPS);
            RunRules.advance(scheduled, STEPS);
            Violation.unless(
                    scheduled.now().equals(plain.now()), "half a schedule on twice the rate gives other bits.");
        }
    }

    private record At(long number, double learningRate, double decay) implements Update {}

    private static void prepare(OptimizerSubject subject) {
        subject.each(
                c -> {
                    var rule = subject.rule(c);
                    int count = subject.bind(c)
                            .layouts()
                            .mapToInt(layout -> layout.scalarCount())
                            .sum();
                    var first = new double[count];
                    var again = new double[count];
                    Arrays.fill(again, 7);
                    rule.prepare(new At(3, 0.01, 1), first);
                    rule.prepare(new At(9, 0.5, 0.5), new double[count]);
                    rule.prepare(new At(3, 0.01, 1), again);
                    Violation.unless(
                            Arrays.equals(first, again),
                            "the same update is prepared as " + Arrays.toString(first) + " and as "
                                    + Arrays.toString(again) + ".");
                },
                subject.small());
    }

    private static void finite(OptimizerSubject subject) {
        subject.each(
                c -> {
                    for (double size : new double[] {0, 1e-30, 1e10}) {
                        try (var trial = subject.trial(c)) {
                            trial.feed(1);
                            for (int step = 1; step <= STEPS; step++) {
                                Numbers.fill(trial.gradient(), "gradient-" + step, size);
                                trial.step();
                            }
                            isFinite(trial.parameter(), "parameter", size);
                            trial.kept().forEach((name, slot) -> isFinite(slot, "slot '" + name + "'", size));
                        }
                    }
                },
                subject.small());
    }

    private static void isFinite(Tensor tensor, String what, double size) {
        for (long i = 0; i < tensor.size(); i++) {
            if (!Double.isFinite(tensor.get(i))) {
                throw new Violation(
                        "gradients of size " + size + " leave '" + tensor.get(i) + "' in the " + what + ".");
            }
        }
    }

    /// The gradient of a bowl is where one stands.
    private static void downhill(OptimizerSubject subject) {
        subject.each(
                c -> {
                    if (c.size() == 0 || !c.variant().isEmpty()) {
                        throw new Inapplicable("there is nothing to descend");
                    }
                    try (var trial = subject.trial(c)) {
                        trial.feed(1);
                        double before = height(trial.parameter());
                        for (int step = 0; step < DESCENT; step++) {
                            trial.gradient().data().copyFrom(trial.parameter().data());
                            trial.step();
                        }
                        double after = height(trial.parameter());
                        Violation.unless(
                                after < before,
                                "after " + DESCENT + " steps down a bowl from height " + before + " it stands at "
                                        + after + ".");
                    }
                },
                subject.small());
    }

    private static double height(Tensor parameter) {
        double squares = 0;
        for (long i = 0; i < parameter.size(); i++) {
            squares += parameter.get(i) * parameter.get(i);
        }
        return sqrt(squares);
    }

    private static void evaluationWeights(OptimizerSubject subject) {
        subject.each(
                c -> {
                    if (!subject.rule(c).hasEvaluationWeights()) {
                        throw new Inapplicable("it evaluates with the weights that it trains");
                    }
                    try (var trial = subject.trial(c)) {
                        trial.feed(1);
                        Violation.unless(
                                Digest.of(trial.evaluationWeights()).equals(Digest.of(trial.parameter())),
                                "before the first update they are not the parameter.");
                        RunRules.advance(trial, STEPS);
                        var before = trial.now();
                        var weights = Digest.of(trial.evaluationWeights());
                        Violation.unless(before.equals(trial.now()), "asking for them changes parameter or state.");
                        Violation.unless(
                                Digest.of(trial.evaluationWeights()).equals(weights), "asked again they are others.");
                    }
                    evaluationWeightsBehindARestart(subject, c);
                },
                subject.small());
    }

    /// At once, and after as many steps more.
    private static void evaluationWeightsBehindARestart(OptimizerSubject subject, Case c) {
        try (var first = subject.trial(c);
                var second = subject.trial(c)) {
            RunRules.advance(first, STEPS);
            second.resume(first);
            for (int more = 0; more <= STEPS; more += STEPS) {
                RunRules.advance(first, more);
                RunRules.advance(second, more);
                Violation.unless(
                        Digest.of(second.evaluationWeights()).equals(Digest.of(first.evaluationWeights())),
                        "behind a restart, " + more + " steps later, they are others.");
            }
        }
    }
}
