package io.fletching.tck;

import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.function.Consumer;

/// The rules of initializers.
final class InitializerRules {
    static final List<Rule> ALL = List.of(
            rule("INI-01", "writes a finite number to every element", InitializerRules::everyElement),
            rule("INI-02", "fills the same a second time", InitializerRules::secondTime),
            rule("INI-03", "draws by the seed and the name of the parameter", InitializerRules::seedAndName),
            rule("INI-04", "has the moments that its author declares", InitializerRules::moments));

    private static final List<Shape> SAMPLE = List.of(Shape.of(300, 500));
    private static final double DEVIATIONS = 5;

    private InitializerRules() {}

    private static Rule rule(String id, String text, Consumer<InitializerSubject> check) {
        return Rule.required(InitializerSubject.class, id, text, check);
    }

    private static void everyElement(InitializerSubject subject) {
        subject.each(
                c -> {
                    try (var trial = trial(subject, c)) {
                        var values = trial.values();
                        for (long i = 0; i < values.size(); i++) {
                            if (!Double.isFinite(values.get(i))) {
                                throw new Violation("element " + i + " is '" + values.get(i)
                                        + "', where NaN was before; expected a finite number.");
                            }
                        }
                    }
                },
                subject.smallAndEdges());
    }

    private static InitializerTrial trial(InitializerSubject subject, Case c) {
        var trial = (InitializerTrial) subject.bind(c).on(Bench.plain());
        trial.run();
        return trial;
    }

    private static void secondTime(InitializerSubject subject) {
        subject.each(
                c -> {
                    try (var trial = trial(subject, c)) {
                        var first = trial.now();
                        trial.run();
                        Violation.unless(first.equals(trial.now()), "a second run gives other numbers.");
                    }
                },
                subject.small());
    }

    private static void seedAndName(InitializerSubject subject) {
        subject.each(
                c -> {
                    var filled = subject.filled(c, "first", 1);
                    boolean byName = !filled.equals(subject.filled(c, "second", 1));
                    boolean bySeed = !filled.equals(subject.filled(c, "first", 2));
                    if (!byName && !bySeed) {
                        throw new Inapplicable("it draws no numbers");
                    }
                    Violation.unless(bySeed, "another seed gives the same numbers, though another name does not.");
                    Violation.unless(byName, "parameters of two names get the same numbers.");
                },
                subject.edges());
    }

    private static void moments(InitializerSubject subject) {
        subject.each(
                c -> {
                    var declared = subject.moments(c)
                            .orElseThrow(() -> new Inapplicable("its author declares no distribution to the kit"));
                    try (var trial = trial(subject, c)) {
                        moments(trial.values(), declared);
                    }
                },
                List.of(SAMPLE));
    }

    /// Within five standard errors; that of the variance is at most that of a normal distribution.
    private static void moments(Tensor values, Moments declared) {
        double sum = 0;
        double squares = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < values.size(); i++) {
            double value = values.get(i);
            double distance = value - declared.mean();
            sum += distance;
            squares += distance * distance;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double n = values.size();
        double error = DEVIATIONS * Math.sqrt(declared.variance() / n);
        Violation.unless(
                Math.abs(sum / n) <= error,
                "the mean is '" + (declared.mean() + sum / n) + "'; expected " + declared.mean() + " ± " + error + ".");
        double variance = squares / n;
        double spread = DEVIATIONS * declared.variance() * Math.sqrt(2 / n);
        Violation.unless(
                Math.abs(variance - declared.variance()) <= spread,
                "the variance is '" + variance + "'; expected " + declared.variance() + " ± " + spread + ".");
        Violation.unless(
                low >= (float) declared.low() && high <= (float) declared.high(),
                "the values lie in [" + low + ", " + high + "]; expected [" + declared.low() + ", " + declared.high()
                        + "].");
    }
}
