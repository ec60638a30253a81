package io.fletching.cli;

import io.fletching.nn.EpochReport;
import io.fletching.nn.StepReport;
import io.fletching.nn.TrainingListener;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows how far a training is. The first step, which is as slow as code that is not compiled yet, counts for nothing.
/// Between two lines a step costs a look at the clock.
final class Progress implements TrainingListener {
    private static final double SECOND = 1e9;

    private final Ticker ticker;
    private final Recipe recipe;
    private final LongSupplier clock;
    private long start;
    private long firstStep;
    private long shownAt;
    private long since;
    private long rowsThen;
    private long rows;
    private String judged = "";

    /// @param clock in nanoseconds, from anywhere
    Progress(Ticker ticker, Recipe recipe, LongSupplier clock) {
        this.ticker = ticker;
        this.recipe = recipe;
        this.clock = clock;
    }

    @Override
    public void step(StepReport step) {
        long now = clock.getAsLong();
        if (rows == 0) {
            start = now;
            firstStep = step.number();
            shownAt = now;
            since = now;
            rowsThen = step.rows();
        } else if (now - shownAt >= ticker.nanoseconds()) {
            ticker.show(text(step, now));
            shownAt = now;
            since = now;
            rowsThen = step.rows();
        }
        rows = step.rows();
    }

    @Override
    public void epoch(EpochReport epoch) {
        // The time of the validation is none of the steps'.
        since = clock.getAsLong();
        rowsThen = rows;
        Double accuracy = Event.accuracy(epoch.validation());
        Double rmse = Event.rmse(epoch.validation(), recipe);
        judged = accuracy != null
                ? String.format(Locale.ROOT, ", validation accuracy %.2f %%", 100 * accuracy)
                : rmse != null ? String.format(Locale.ROOT, ", validation rmse %.4g", rmse) : "";
    }

    private String text(StepReport step, long now) {
        double rate = (step.rows() - rowsThen) * SECOND / (now - since);
        double left = (now - start) / SECOND / (step.number() - firstStep) * (step.totalSteps() - step.number());
        return String.format(Locale.ROOT, "step %,d/%,d, loss %.4f", step.number(), step.totalSteps(), step.loss())
                + judged + String.format(Locale.ROOT, ", %,.0f rows/s, ", rate) + duration(Math.round(left)) + " left";
    }

    /// As `0:07` or `1:02:03`.
    static String duration(long seconds) {
        long minutes = seconds / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
    }
}
