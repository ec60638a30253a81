package io.fletching.cli;

import io.fletching.nn.LayerStatistics;
import io.fletching.nn.StepReport;
import java.util.List;

/// One of a thousand steps of eight rows.
record Step(long number, double loss) implements StepReport {
    @Override
    public long totalSteps() {
        return 1_000;
    }

    @Override
    public long rows() {
        return 8 * number;
    }

    @Override
    public int epoch() {
        return 1;
    }

    @Override
    public double learningRate() {
        return 1;
    }

    @Override
    public double gradientNorm() {
        return 1;
    }

    @Override
    public double clipFactor() {
        return 1;
    }

    @Override
    public double clipperNorm(int clipper) {
        return 1;
    }

    @Override
    public double clipperFactor(int clipper) {
        return 1;
    }

    @Override
    public boolean applied() {
        return true;
    }

    @Override
    public List<LayerStatistics> layers() {
        return List.of();
    }

    @Override
    public double gradientNorm(String name) {
        return 1;
    }
}
