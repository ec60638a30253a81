package io.fletching.tck;

import static io.fletching.tck.Rule.required;

import io.fletching.kernels.KernelChoice;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The rules of running that hold for every kind.
final class RunRules {
    static final List<Rule> ALL = List.of(
            required("ALL-09", "gives the same bits at every offset", RunRules::offsets),
            required("ALL-10", "gives the same bits on any number of threads", RunRules::threads),
            required("ALL-11", "gives the same bits under another cut", RunRules::cut),
            required("ALL-12", "gives the same bits with scalar and vector kernels", RunRules::kernels),
            required("ALL-13", "reads nothing that it has not written or been given", RunRules::undefined),
            required("ALL-14", "writes nothing but what is its own", RunRules::ownMemory),
            required("ALL-15", "shares nothing between two instances", RunRules::instances),
            required("ALL-16", "serves several plans of one bound form at once", RunRules::plans),
            required("ALL-17", "lets numbers that are not finite pass without an exception", RunRules::nonFinite),
            required("ALL-18", "allocates nothing on the heap while it runs", RunRules::allocation),
            required("ALL-19", "starts no thread", RunRules::startsNoThread),
            required("ALL-20", "leaves properties, streams and files alone", RunRules::leavesTheProcessAlone));

    private static final int OFFSETS = 16;
    private static final int EDGE_STRIDE = OFFSETS;
    private static final int ROUNDS = 4;
    private static final int RESUMED = 5;

    private RunRules() {}

    private static void offsets(Subject<?> subject) {
        subject.each(c -> offsets(subject, c, 1), subject.small());
        subject.each(c -> offsets(subject, c, EDGE_STRIDE), subject.edges());
    }

    private static void offsets(Subject<?> subject, Case c, int stride) {
        for (int offset = 1; offset <= OFFSETS; offset += stride) {
            same(
                    subject.after(c, Bench.atOffset(offset)),
                    subject.reference(c),
                    "memory that starts " + offset + " elements behind a boundary of 64 bytes");
        }
    }

    private static void same(String actual, String expected, String under) {
        Violation.unless(actual.equals(expected), "other bits with " + under + ".");
    }

    private static void threads(Subject<?> subject) {
        subject.each(
                c -> {
                    for (int threads : new int[] {2, 7}) {
                        var actual = subject.after(c, Bench.withThreads(threads));
                        same(actual, subject.reference(c), threads + " threads");
                    }
                },
                subject.large());
    }

    private static void cut(Subject<?> subject) {
        subject.each(
                c -> {
                    var partwise = partwise(subject.bind(c), Bench.plain());
                    if (partwise.isEmpty()) {
                        throw new Inapplicable("a combining pass has a say in every result");
                    }
                    same(partwise(subject.bind(c), Bench.withOtherCut()), partwise, "another cut");
                },
                subject.large());
    }

    private static String partwise(Bound bound, Bench bench) {
        try (var trial = bound.on(bench)) {
            trial.advance();
            return trial.partwise();
        }
    }

    private static void kernels(Subject<?> subject) {
        boolean vector = !KernelChoice.vector();
        same(Fork.digest(subject, vector), subject.digest(), vector ? "vector kernels" : "scalar kernels");
    }

    private static void undefined(Subject<?> subject) {
        subject.each(
                c -> same(
                        subject.after(c, Bench.withUndefined(7)),
                        subject.reference(c),
                        "7 in place of NaN where nothing is promised"),
                subject.smallAndEdges());
    }

    private static void ownMemory(Subject<?> subject) {
        subject.each(
                c -> {
                    try (var trial = subject.bind(c).on(Bench.plain())) {
                        trial.feed(1);
                        var before = trial.inputs();
                        trial.again();
                        Violation.unless(trial.bench().isIntact(), "it writes beside its tensors.");
                        Violation.unless(before.equals(trial.inputs()), "it writes to what it may only read.");
                    }
                },
                subject.smallAndEdges());
    }

    /// Two instances with different options where there are any, turn by turn.
    private static void instances(Subject<?> subject) {
        var variants = subject.variants();
        subject.each(
                c -> {
                    var others = variants.get((variants.indexOf(c.variant()) + 1) % variants.size());
                    var other = new Case(others, c.shapes());
                    if (subject.isServed(other)) {
                        inTurn(subject.bind(c), subject.bind(other), subject.reference(c), subject.reference(other));
                    }
                },
                subject.small());
    }

    private static void plans(Subject<?> subject) {
        List<List<Shape>> large = subject.large().stream()
                .filter(shapes ->
                        subject.variants().stream().anyMatch(variant -> subject.isServed(new Case(variant, shapes))))
                .limit(1)
                .toList();
        subject.each(
                c -> {
                    var bound = subject.bind(c);
                    inTurn(bound, bound, subject.reference(c), subject.reference(c));
                },
                subject.small());
        subject.each(
                c -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        atOnce(subject.bind(c), subject.reference(c));
                    }
                },
                large);
    }

    private static void inTurn(Bound bound, Bound other, String expected, String otherExpected) {
        try (var first = bound.on(Bench.plain());
                var second = other.on(Bench.plain())) {
            for (int turn = 0; turn < Subject.TURNS; turn++) {
                first.advance();
                second.advance();
            }
            same(first.digest(), expected, "another at work in between");
            same(second.digest(), otherExpected, "another at work in between");
        }
    }

    private static void atOnce(Bound bound, String expected) {
        Callable<String> run = () -> Subject.after(bound, Bench.plain());
        var there = new FutureTask<>(run);
        var thread = new Thread(there, "fletching-tck-second-plan");
        thread.start();
        try {
            same(Subject.after(bound, Bench.plain()), expected, "a second plan at work at the same time");
            same(there.get(), expected, "a second plan at work at the same time");
        } catch (ExecutionException e) {
            throw new Violation("a second plan at work at the same time throws " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while two plans ran.", e);
        }
    }

    private static void nonFinite(Subject<?> subject) {
        subject.each(
                c -> {
                    try (var trial = subject.bind(c).on(Bench.plain())) {
                        trial.advance();
                        trial.poison();
                        trial.again();
                        trial.again();
                    }
                },
                subject.small());
    }

    private static void allocation(Subject<?> subject) {
        var measured = Observed.BYTES.of(subject);
        if (measured.equals(Observed.NOT_MEASURED)) {
            throw new Inapplicable("it is measured once ALL-19 and ALL-20 are kept");
        }
        long bytes = Long.parseLong(measured);
        Violation.unless(
                bytes <= Allocation.OVERLOOKED,
                "a run allocates " + bytes + " bytes on the heap, warm; expected none.");
    }

    private static void startsNoThread(Subject<?> subject) {
        var threads = Observed.THREADS.of(subject);
        Violation.unless(threads.equals("0"), "threads started: " + threads + ".");
    }

    private static void leavesTheProcessAlone(Subject<?> subject) {
        var traces = Observed.TRACES.of(subject);
        Violation.unless(traces.isEmpty(), "it changes " + traces + ".");
    }

    /// A new bound form goes on from the slots of the old one, between any two turns.
    static void resumes(Subject<?> subject, Case c) {
        for (int saved = 1; saved < RESUMED; saved++) {
            try (var first = subject.bind(c).on(Bench.plain());
                    var second = subject.bind(c).on(Bench.plain())) {
                advance(first, saved);
                second.resume(first);
                advance(first, RESUMED - saved);
                advance(second, RESUMED - saved);
                Violation.unless(
                        second.now().equals(first.now()), "other bits after a restart behind turn " + saved + ".");
            }
        }
    }

    static void advance(Trial trial, int turns) {
        for (int turn = 0; turn < turns; turn++) {
            trial.advance();
        }
    }
}
