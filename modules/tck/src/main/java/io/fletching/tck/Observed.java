package io.fletching.tck;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeSet;

/// What a JVM of its own saw, in which nothing runs but the provider.
enum Observed {
    /// Bytes on the heap of a warm run of the worst options.
    BYTES,
    /// How many threads were started.
    THREADS,
    /// What was left behind in the process, in words; empty for nothing.
    TRACES;

    static final String NOT_MEASURED = "not measured";

    private static final long FEW = 100;

    String of(Subject<?> subject) {
        return find(subject.observations(), name());
    }

    static String find(Map<String, String> results, String name) {
        return Objects.requireNonNull(results.get(name), () -> "no " + name + " in " + results);
    }

    /// The worst of all options, on shapes of a hundred elements and more.
    static long bytes(Subject<?> subject) {
        long[] worst = {0};
        subject.each(
                c -> {
                    if (c.shapes().size() == 1 && c.size() > FEW) {
                        try (var trial = subject.bind(c).on(Bench.plain())) {
                            trial.advance();
                            worst[0] = Math.max(worst[0], Allocation.fewest(trial::again));
                        }
                    }
                },
                subject.small());
        return worst[0];
    }

    /// Runs everything once between two looks at the process.
    ///
    /// @return traces, and the number of threads as the last
    static List<String> traces(Subject<?> subject) {
        var threads = ManagementFactory.getThreadMXBean();
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        var properties = properties();
        var out = System.out;
        var err = System.err;
        var written = new ByteArrayOutputStream();
        var stream = new PrintStream(written, true);
        System.setOut(stream);
        System.setErr(stream);
        var traces = new ArrayList<String>();
        long started = threads.getTotalStartedThreadCount();
        try {
            subject.each(subject::reference, subject.small());
        } finally {
            started = threads.getTotalStartedThreadCount() - started;
            if (written.size() > 0 || !stream.equals(System.out) || !stream.equals(System.err)) {
                traces.add("standard output or error");
            }
            System.setOut(out);
            System.setErr(err);
        }
        var after = properties();
        var names = new TreeSet<>(properties.stringPropertyNames());
        names.addAll(after.stringPropertyNames());
        names.removeIf(name -> Objects.equals(properties.getProperty(name), after.getProperty(name)));
        names.forEach(name -> traces.add("system property '" + name + "'"));
        if (!locale.equals(Locale.getDefault()) || !zone.equals(TimeZone.getDefault())) {
            traces.add("the default locale or time zone");
        }
        traces.add(String.valueOf(started));
        return traces;
    }

    private static Properties properties() {
        return (Properties) System.getProperties().clone();
    }
}
