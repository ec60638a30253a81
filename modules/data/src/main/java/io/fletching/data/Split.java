package io.fletching.data;

/// The two parts of a source, prepared by what the training part alone says.
public record Split(Dataset training, Dataset validation) implements AutoCloseable {

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
