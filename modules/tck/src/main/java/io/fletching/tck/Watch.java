package io.fletching.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/// Examines on a daemon thread, so that a provider which never ends costs a time and not the examination.
record Watch(Duration limit) {
    /// What a rule is broken by that does not end.
    static final class Endless extends Violation {
        private static final long serialVersionUID = 1L;

        private Endless(String message, StackTraceElement[] where) {
            super(message);
            setStackTrace(where);
        }
    }

    Finding examine(Rule rule, Subject<?> subject, boolean promised) {
        var finding = new AtomicReference<Finding>();
        var thread = new Thread(() -> finding.set(rule.examine(subject, promised)), "fletching-tck-" + rule.id());
        thread.setDaemon(true);
        thread.start();
        try {
            if (thread.join(limit)) {
                return finding.get();
            }
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while rule " + rule.id() + " was examined.", interrupted);
        }
        StackTraceElement[] where = thread.getStackTrace();
        // Ends what waits, such as for a JVM of its own; a loop does not hear it.
        thread.interrupt();
        return Finding.broken(rule, true, new Endless(message(where), where));
    }

    private String message(StackTraceElement[] where) {
        String place = Arrays.stream(where)
                .filter(element -> !"java.base".equals(element.getModuleName()))
                .findFirst()
                .map(element -> ", and is in " + element)
                .orElse("");
        return "It does not end within " + limit.toSeconds() + " seconds" + place + ".";
    }
}
