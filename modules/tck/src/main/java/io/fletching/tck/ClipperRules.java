package io.fletching.tck;

import static io.fletching.tck.Rule.optional;

import io.fletching.spi.FletchingException;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoublePredicate;

/// The rules of clippers.
final class ClipperRules {
    static final List<Rule> ALL = List.of(
            rule("CLP-01", "remembers in FIXED slots alone", ClipperRules::fixedHistory),
            rule("CLP-02", "keeps all its state in its history", ClipperRules::state),
            rule("CLP-03", "counts the pending factor in", ClipperRules::pending),
            rule("CLP-04", "leaves zeros at zero", ClipperRules::zeros),
            rule("CLP-05", "gives finite gradients for finite ones", ClipperRules::finite),
            rule("CLP-06", "forgets an update that the host refuses", ClipperRules::refusedUpdate),
            optional(ClipperSubject.class, "CLP-07", "makes no gradient larger", ClipperRules::amplifiesNothing));

    private static final double LARGE = 1e20;

    private ClipperRules() {}

    private static Rule rule(String id, String text, Consumer<ClipperSubject> check) {
        return Rule.required(ClipperSubject.class, id, text, check);
    }

    private static void fixedHistory(ClipperSubject subject) {
        subject.each(
                c -> {
                    var provider = subject.provider();
                    var history = provider.bind(provider.descriptor().parse(c.variant()))
                            .history();
                    for (var slot : history.slots()) {
                        Violation.unless(
                                slot.extent() == Extent.FIXED,
                                "slot '" + slot.name() + "' of its history has extent '" + slot.extent()
                                        + "'; expected FIXED.");
                    }
                },
                subject.small());
    }

    private static void state(ClipperSubject subject) {
        subject.each(c -> RunRules.resumes(subject, c), subject.small());
    }

    /// A loss scale, a power of two, changes nothing but roundings.
    private static void pending(ClipperSubject subject) {
        subject.each(
                c -> {
                    try (var plain = subject.trial(c);
                            var scaled = subject.trial(c)) {
                        plain.advance();
                        scaled.feed(1);
                        for (int i = 0; i < c.shapes().size(); i++) {
                            Numbers.fill(scaled.gradient(i), "gradient-" + i + "-1", 1024);
                        }
                        scaled.clip(1 / 1024.0);
                        for (int i = 0; i < c.shapes().size(); i++) {
                            isNear(scaled.gradient(i), plain.gradient(i), i);
                        }
                    }
                },
                subject.small());
    }

    private static void isNear(Tensor scaled, Tensor plain, int index) {
        for (long j = 0; j < plain.size(); j++) {
            double expected = plain.get(j);
            if (!(Math.abs(scaled.get(j) - expected) <= 1e-5 * Math.abs(expected))) {
                throw new Violation("element " + j + " of gradient " + index + " is '" + expected
                        + "', and with a pending factor of 1/1024 on 1,024 times the gradient '" + scaled.get(j)
                        + "'.");
            }
        }
    }

    private static void zeros(ClipperSubject subject) {
        subject.each(
                c -> {
                    try (var trial = subject.trial(c)) {
                        trial.clip(1);
                        trial.clip(1);
                        each(trial, c, value -> value == 0, "gradients of zeros");
                    }
                },
                subject.small());
    }

    private static void finite(ClipperSubject subject) {
        subject.each(
                c -> {
                    for (double size : new double[] {1e-30, LARGE}) {
                        try (var trial = subject.trial(c)) {
                            fill(trial, c, size);
                            trial.clip(1);
                            each(trial, c, Double::isFinite, "gradients of size " + size);
                        } catch (FletchingException refused) {
                            Violation.unless(
                                    refused.kind() == FletchingException.Kind.DATA,
                                    "gradients of size " + size + " are refused with kind '" + refused.kind()
                                            + "'; expected DATA: " + refused.getMessage());
                        }
                    }
                },
                subject.small());
    }

    private static void fill(ClipperTrial trial, Case c, double size) {
        for (int i = 0; i < c.shapes().size(); i++) {
            Numbers.fill(trial.gradient(i), "gradient-" + i, size);
        }
    }

    private static void each(ClipperTrial trial, Case c, DoublePredicate holds, String what) {
        for (int i = 0; i < c.shapes().size(); i++) {
            var gradient = trial.gradient(i);
            for (long j = 0; j < gradient.size(); j++) {
                if (!holds.test(gradient.get(j))) {
                    throw new Violation(
                            what + " leave '" + gradient.get(j) + "' in element " + j + " of gradient " + i + ".");
                }
            }
        }
    }

    /// The host has measured before it finds what is not finite, and then asks for no decision.
    private static void refusedUpdate(ClipperSubject subject) {
        subject.each(
                c -> {
                    try (var plain = subject.trial(c);
                            var disturbed = subject.trial(c)) {
                        plain.advance();
                        disturbed.advance();
                        disturbed.feed(9);
                        for (int i = 0; i < c.shapes().size(); i++) {
                            Trial.poison(disturbed.gradient(i));
                        }
                        disturbed.refuse();
                        plain.advance();
                        disturbed.advance();
                        Violation.unless(
                                disturbed.now().equals(plain.now()),
                                "the update behind one that was refused gives other bits.");
                    }
                },
                subject.small());
    }

    private static void amplifiesNothing(ClipperSubject subject) {
        subject.each(
                c -> {
                    for (double size : new double[] {1e-3, 1, 1e3}) {
                        try (var trial = subject.trial(c);
                                var before = subject.trial(c)) {
                            fill(trial, c, size);
                            fill(before, c, size);
                            trial.clip(1);
                            for (int i = 0; i < c.shapes().size(); i++) {
                                isNoLarger(trial.gradient(i), before.gradient(i), i);
                            }
                        }
                    }
                },
                subject.small());
    }

    private static void isNoLarger(Tensor after, Tensor before, int index) {
        for (long j = 0; j < before.size(); j++) {
            if (!(Math.abs(after.get(j)) <= Math.abs(before.get(j)))) {
                throw new Violation("element " + j + " of gradient " + index + " grows from '" + before.get(j)
                        + "' to '" + after.get(j) + "'.");
            }
        }
    }
}
