package io.fletching.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that a run was decided by, resolved: the content of `run.yaml` and of the event `start`.
///
/// @param fletching the version that ran
/// @param command the command line that repeats the run
/// @param initializer the start of linear layers that an activation follows
/// @param plainInitializer the start of those that none follows
/// @param initialWeightsSha256 over all weights, before the first step
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Recipe(
        String fletching,
        String command,
        Rows data,
        Shape network,
        Used initializer,
        Used plainInitializer,
        Used normalizer,
        Used optimizer,
        Used clipper,
        Used schedule,
        Used loss,
        Length training,
        Machine machine,
        String initialWeightsSha256) {

    /// What was learned from.
    ///
    /// @param source a file or the name of a generated set
    /// @param labels the file of labels, where one was given
    /// @param label the column that is predicted, or what the source calls it
    /// @param labelType `categorical` or `numeric`
    /// @param validation as the flag has it
    /// @param rows how many there are to learn from
    /// @param validationRows how many there are to judge by
    /// @param classes their names; none for regression
    /// @param targetUnit how much of a numeric label one unit of the targets is: the root of the loss times this is an
    ///     error in the label's unit
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Rows(
            String source,
            @Nullable String labels,
            String label,
            String labelType,
            String validation,
            List<String> numeric,
            String missing,
            boolean standardize,
            long rows,
            long validationRows,
            long features,
            List<String> classes,
            @Nullable Double targetUnit) {}

    /// What learned.
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Shape(
            int depth,
            int width,
            String activation,
            String block,
            boolean residual,
            double dropout,
            long outputs,
            long parameters) {}

    /// How long it learned.
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Length(int epochs, int batch, long steps, long seed) {}

    /// What it ran on.
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Machine(int threads, String kernels, String matmul, String jdk) {}
}
