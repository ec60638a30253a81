package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.function.Consumer;

/// The rules of normalizers.
final class NormalizerRules {
    static final List<Rule> ALL = List.of(
            rule("NRM-01", "keeps rows apart where training is one pass of parts", NormalizerRules::rows),
            rule("NRM-02", "overwrites dx and adds to learned gradients", NormalizerRules::accumulation),
            rule("NRM-03", "evaluates without a trace", NormalizerRules::evaluation),
            rule("NRM-04", "has the gradients of its forward pass", NormalizerRules::gradients),
            rule("NRM-05", "is as exact far from zero", NormalizerRules::farFromZero),
            rule("NRM-06", "keeps all its state in slots", NormalizerRules::state));

    private static final double STEP = 1e-5;
    private static final long COMPARED = 80;
    private static final double FAR = 1_000;

    private NormalizerRules() {}

    private static Rule rule(String id, String text, Consumer<NormalizerSubject> check) {
        return Rule.required(NormalizerSubject.class, id, text, check);
    }

    /// The first sample, whatever the others are: other numbers, or none that are finite.
    private static void rows(NormalizerSubject subject) {
        subject.each(
                c -> {
                    if (!subject.norm(c).layout(Phase.TRAIN).passes().equals(List.of(Pass.parts()))) {
                        throw new Inapplicable("its training combines rows, and its layout says so");
                    }
                    try (var trial = subject.trial(c, DType.F32)) {
                        trial.train();
                        var before = Digest.of(trial.y().rows(0, 1));
                        var others = trial.x().rows(1, c.shape().dim(0) - 1);
                        Numbers.fill(others, "others");
                        Trial.poison(others);
                        trial.train();
                        Violation.unless(
                                Digest.of(trial.y().rows(0, 1)).equals(before),
                                "the first sample's result depends on the others.");
                    }
                },
                subject.small());
    }

    private static void accumulation(NormalizerSubject subject) {
        subject.each(
                c -> {
                    try (var trial = subject.trial(c, DType.F64)) {
                        trial.train();
                        trial.backward();
                        var dx = Digest.of(trial.dx());
                        var once = trial.learned().keySet().stream()
                                .map(trial::gradient)
                                .map(NormalizerRules::values)
                                .toList();
                        trial.backward();
                        Violation.unless(Digest.of(trial.dx()).equals(dx), "a second backward pass gives another dx.");
                        int learned = 0;
                        for (var name : trial.learned().keySet()) {
                            isTwice(values(trial.gradient(name)), once.get(learned++), name);
                        }
                    }
                },
                subject.small());
    }

    private static void isTwice(double[] twice, double[] once, String name) {
        for (int i = 0; i < once.length; i++) {
            if (!(Math.abs(twice[i] - 2 * once[i]) <= 1e-9 * (1 + Math.abs(once[i])))) {
                throw new Violation("after two backward passes element " + i + " of the gradient of '" + name + "' is '"
                        + twice[i] + "', after one '" + once[i] + "'; expected the sum.");
            }
        }
    }

    private static double[] values(Tensor tensor) {
        var values = new double[Math.toIntExact(tensor.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }

    private static void evaluation(NormalizerSubject subject) {
        subject.each(
                c -> {
                    try (var trial = subject.trial(c, DType.F32)) {
                        trial.train();
                        var before = new Digest().add(trial.outliving()).text();
                        trial.evaluate();
                        Violation.unless(
                                new Digest().add(trial.outliving()).text().equals(before),
                                "an evaluation changes what outlives it.");
                    }
                },
                subject.small());
    }

    /// Central differences in F64, to an absolute 1e-5 and a relative 1e-3, on shapes of few elements.
    private static void gradients(NormalizerSubject subject) {
        var few = subject.small().stream()
                .filter(shapes -> shapes.getFirst().size() <= COMPARED)
                .toList();
        boolean served = subject.variants().stream()
                .allMatch(variant -> few.stream().anyMatch(shapes -> subject.isServed(new Case(variant, shapes))));
        subject.each(
                c -> {
                    try (var trial = subject.trial(c, DType.F64)) {
                        trial.train();
                        trial.backward();
                        compare(trial, trial::train, "in training");
                    }
                    try (var trial = subject.trial(c, DType.F64)) {
                        trial.train();
                        trial.evaluate();
                        trial.backward();
                        compare(trial, trial::evaluate, "in evaluation");
                    }
                },
                served ? few : subject.small());
    }

    private static void compare(NormalizerTrial trial, Runnable forward, String when) {
        compare(trial, forward, trial.x(), trial.dx(), "x, " + when);
        trial.learned()
                .forEach((name, slot) -> compare(trial, forward, slot, trial.gradient(name), name + ", " + when));
    }

    private static void compare(NormalizerTrial trial, Runnable forward, Tensor of, Tensor gradient, String where) {
        for (long i = 0; i < of.size(); i++) {
            double value = of.get(i);
            of.set(i, value + STEP);
            double above = loss(trial, forward);
            of.set(i, value - STEP);
            double below = loss(trial, forward);
            of.set(i, value);
            double difference = (above - below) / (2 * STEP);
            if (!(Math.abs(gradient.get(i) - difference) <= 1e-5 + 1e-3 * Math.abs(difference))) {
                throw new Violation("the gradient of element " + i + " of " + where + " is '" + gradient.get(i)
                        + "'; differences of the forward pass give " + difference + ".");
            }
        }
    }

    /// The sum of y times dy, whose gradient for y is dy.
    private static double loss(NormalizerTrial trial, Runnable forward) {
        forward.run();
        double loss = 0;
        for (long i = 0; i < trial.y().size(); i++) {
            loss += trial.y().get(i) * trial.dy().get(i);
        }
        return loss;
    }

    /// F32 against F64 on the same numbers around 1,000, where a variance from the mean of squares has lost its digits.
    private static void farFromZero(NormalizerSubject subject) {
        subject.each(
                c -> {
                    try (var single = subject.trial(c, DType.F32);
                            var twice = subject.trial(c, DType.F64)) {
                        move(single, single.x());
                        move(twice, single.x());
                        single.learned().forEach((name, slot) -> copy(slot, twice.slot(name)));
                        single.train();
                        twice.train();
                        Subject.isNear(single.y(), twice.y(), " of activations around " + FAR);
                    }
                },
                subject.small());
    }

    private static void move(NormalizerTrial trial, Tensor from) {
        for (long i = 0; i < from.size(); i++) {
            trial.x().set(i, trial.x() == from ? from.get(i) + FAR : from.get(i));
        }
    }

    private static void copy(Tensor from, Tensor to) {
        for (long i = 0; i < from.size(); i++) {
            to.set(i, from.get(i));
        }
    }

    private static void state(NormalizerSubject subject) {
        subject.each(c -> RunRules.resumes(subject, c), subject.small());
    }
}
