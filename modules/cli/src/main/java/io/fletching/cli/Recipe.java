package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that a run was decided by, resolved: the content of `run.yaml` and of the event `start`. The keys that
/// have a [Flag] repeat the run.
///
/// @param fletching the version that ran
/// @param command the command line that repeats the run
/// @param initializer the start of layers that an activation follows
/// @param plainInitializer the start of those that none follows
/// @param others the optimizer of parameters that theirs refuses, where there are any
/// @param groups of parameters that are treated otherwise
/// @param plugins directories of providers, where there were any
/// @param initialWeightsSha256 over all weights, before the first step
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Recipe(
        String fletching,
        String command,
        Rows data,
        Shape network,
        @Flag("--initializer") Used initializer,
        Used plainInitializer,
        @Flag("--normalizer") Used normalizer,
        @Flag("--optimizer") Used optimizer,

        @Flag("--others") @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
        Used others,

        @Flag("--clipper") Used clipper,
        @Flag("--schedule") Used schedule,
        @Flag("--loss") Used loss,

        @Flag("--group") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> groups,

        @Flag("--plugins") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> plugins,

        Length training,
        Machine machine,
        String initialWeightsSha256) {

    /// What was learned from.
    ///
    /// @param source files or the name of a generated set, as on the command line; one is written without a list
    /// @param labels the file of labels, where one was given
    /// @param label the column of a table that is predicted
    /// @param labelType `categorical` or `numeric`, for a table
    /// @param validation as the flag has it
    /// @param rows how many there are to learn from
    /// @param validationRows how many there are to judge by
    /// @param classes their names; none for regression
    /// @param targetUnit how much of a numeric label one unit of the targets is: the root of the loss times this is an
    ///     error in the label's unit
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Rows(
            @Flag(Flag.DATA)
            @JsonFormat(with = {Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED, Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY})
            List<String> source,

            @Flag("--labels") @Nullable String labels,
            @Flag("--label") @Nullable String label,
            @Flag("--label-type") @Nullable String labelType,
            @Flag("--validation") String validation,
            @Flag("--numeric") List<String> numeric,
            @Flag("--missing") String missing,
            @Flag("--standardize") boolean standardize,
            long rows,
            long validationRows,
            long features,
            List<String> classes,
            @Nullable Double targetUnit) {}

    /// What learned.
    ///
    /// @param architecture what its layers mix; absent from models of before there was a choice
    /// @param precision what weights and activations are stored in; absent from models of before there was a choice
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Shape(
            @Flag("--network") @Nullable String architecture,
            @Flag("--depth") int depth,
            @Flag("--width") int width,
            @Flag("--activation") String activation,
            @Flag("--block") String block,
            @Flag("--residual") boolean residual,
            @Flag("--dropout") double dropout,
            @Flag("--weight-standardization") boolean weightStandardization,
            @Flag("--precision") @Nullable String precision,
            long outputs,
            long parameters) {}

    /// How it learned, and how long.
    ///
    /// @param accumulate batches of a step, where there are several
    /// @param average the decay of averaged weights, where they are
    /// @param masters false where weights of two bytes have none
    /// @param window rows that are shuffled together, where it was given
    /// @param matmul which product multiplied: `openblas` or `portable`
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Length(
            @Flag("--epochs") int epochs,
            @Flag("--batch") int batch,
            @Flag("--accumulate") @Nullable Integer accumulate,
            @Flag("--average") @Nullable Double average,
            @Flag("--masters") @Nullable Boolean masters,
            long steps,
            @Flag("--window") @Nullable Integer window,
            @Flag("--seed") long seed,
            @Flag("--matmul") String matmul) {}

    /// What it ran on.
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Machine(int threads, String kernels, String jdk) {}
}
