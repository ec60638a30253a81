package io.fletching.data;

/// The two parts of a source, prepared by what the training part alone says, in memory or in temporary files.
public record RowSplit(Rows training, Rows validation) implements AutoCloseable {

    /// Means, deviations, categories and classes, the same for both parts.
    public Preparation preparation() {
        return training.preparation();
    }

    @Override
    public void close() {
        try (training;
                validation) {
            // Both are closed, whatever the first says.
        }
    }
}
