package io.fletching.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A line on a terminal that is written over. It wraps nowhere, however narrow the terminal is, and has no colour.
///
/// It goes to the terminal's device itself: between standard error and the terminal the launcher has a pipe, through
/// which it would arrive after what standard output says next.
final class LiveLine implements Ticker {
    /// The property in which the launcher passes the device behind standard error, empty where that is no terminal.
    private static final String DEVICE = "fletching.terminal";

    private static final long FIFTH_OF_A_SECOND = 200_000_000;
    private static final String ERASE = "\r\033[K";
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";

    private final OutputStream terminal;
    private boolean shown;
    private boolean lost;

    private LiveLine(OutputStream terminal) {
        this.terminal = terminal;
    }

    /// A live line where standard error is a terminal that can show one, else plain lines on standard error.
    static Ticker on(PrintWriter err) {
        return on(err, System.getProperty(DEVICE, ""), System.getenv("TERM"));
    }

    /// @param type the terminal's, as `TERM` has it
    static Ticker on(PrintWriter err, String device, @Nullable String type) {
        if (device.isEmpty() || type == null || type.equals("dumb")) {
            return new PlainLines(err);
        }
        try {
            return new LiveLine(new FileOutputStream(device));
        } catch (IOException notOurs) {
            return new PlainLines(err);
        }
    }

    @Override
    public long nanoseconds() {
        return FIFTH_OF_A_SECOND;
    }

    @Override
    public void show(String text) {
        shown = true;
        write(ERASE + NO_WRAP + text + WRAP);
    }

    @Override
    public void begin(String text) {
        show(text);
    }

    @Override
    public void clear() {
        if (shown) {
            shown = false;
            write(ERASE);
        }
    }

    private void write(String text) {
        if (!lost) {
            try {
                terminal.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // The terminal was closed; whether the run goes on is not its affair.
                lost = true;
            }
        }
    }

    /// Lines that stay, where there is no terminal.
    private record PlainLines(PrintWriter err) implements Ticker {
        private static final long TEN_SECONDS = 10_000_000_000L;

        @Override
        public long nanoseconds() {
            return TEN_SECONDS;
        }

        @Override
        public void show(String text) {
            err.println("fletch: " + text);
        }
    }
}
