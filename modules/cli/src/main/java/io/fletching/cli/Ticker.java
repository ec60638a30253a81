package io.fletching.cli;

/// Shows how far something is, in one line that is out of date soon.
interface Ticker {
    /// Shows nothing.
    Ticker SILENT = new Ticker() {
        @Override
        public long nanoseconds() {
            return Long.MAX_VALUE;
        }

        @Override
        public void show(String text) {}
    };

    /// The least time from one line to the next.
    long nanoseconds();

    /// Shows a line in place of the one before.
    void show(String text);

    /// Shows what goes on, where that costs no line.
    default void begin(String text) {}

    /// Takes the line away, so that something else can be written.
    default void clear() {}
}
