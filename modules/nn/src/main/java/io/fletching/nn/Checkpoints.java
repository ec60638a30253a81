package io.fletching.nn;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/// Where and how often a training is saved. No result depends on it. Immutable.
///
/// At the end, also of a training that is stopped, there is a checkpoint in any case.
public final class Checkpoints {
    private final Supplier<Path> file;
    private final long steps;
    private final Duration every;

    private Checkpoints(Supplier<Path> file, long steps, Duration every) {
        this.file = file;
        this.steps = steps;
        this.every = every;
    }

    /// In this file, every 5 minutes.
    public static Checkpoints in(Path file) {
        return in(() -> file);
    }

    /// In a file that is asked for when there is something to save: after a first step.
    public static Checkpoints in(Supplier<Path> file) {
        return new Checkpoints(file, 0, Duration.ofMinutes(5));
    }

    /// The same, after every so many steps.
    ///
    /// @param steps at least 1
    public Checkpoints everySteps(long steps) {
        if (steps < 1) {
            throw new FletchingException(
                    Kind.USER,
                    "checkpoint-steps",
                    "Checkpoints are asked for every '" + steps + "' steps; expected 1 or more.");
        }
        return new Checkpoints(file, steps, every);
    }

    /// The same, after a step whenever so much time has passed since the last.
    public Checkpoints every(Duration time) {
        return new Checkpoints(file, 0, time);
    }

    Path file() {
        return file.get();
    }

    /// @param step the last
    /// @param passed since the last checkpoint, or the start, in nanoseconds
    boolean isDue(long step, long passed) {
        return steps > 0 ? step % steps == 0 : passed >= every.toNanos();
    }
}
