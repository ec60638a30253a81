package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.fletching.nn.ClipperReport;
import io.fletching.nn.Score;
import io.fletching.nn.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is told of a run as it goes: a line of `run.jsonl` and of `--json` each. What does not apply, such as an
/// accuracy in regression, and what is not finite is null.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
sealed interface Event {

    /// The first step is taken.
    @JsonTypeName("start")
    record Start(@JsonUnwrapped Recipe recipe) implements Event {}

    /// A run that was interrupted goes on. What it told of later steps before, it tells again.
    ///
    /// @param afterSteps those that are not repeated
    @JsonTypeName("resume")
    record Resume(long afterSteps, @JsonUnwrapped Recipe recipe) implements Event {}

    /// An epoch is over.
    ///
    /// @param loss the mean over its steps
    /// @param gradientNorm the mean over its steps, before clipping
    /// @param clipped the share of its steps whose gradients were clipped
    /// @param clippers what each did, where there are several, in the order in which they run
    /// @param skipped steps left out because a gradient was not finite
    /// @param learningRate of its last step
    /// @param validationRmse the root mean squared error of a regression, in the label's unit
    @JsonTypeName("epoch")
    record Epoch(
            int epoch,
            long steps,
            @Nullable Double loss,
            @Nullable Double validationLoss,
            @Nullable Double validationAccuracy,
            @Nullable Double gradientNorm,
            @Nullable Double clipped,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Clipped> clippers,
            long skipped,
            @Nullable Double learningRate,
            @Nullable Double rowsPerSecond,
            @Nullable Double validationRmse)
            implements Event {}

    /// What one clipper did in an epoch.
    ///
    /// @param clipper its name
    /// @param gradientNorm the mean of the norms that it found, behind the clippers before it
    /// @param clipped the share of the steps in which it made gradients smaller
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Clipped(
            String clipper,
            @Nullable Double gradientNorm,
            @Nullable Double clipped) {
        /// One alone has nothing to say that the epoch does not.
        static List<Clipped> of(List<ClipperReport> clippers) {
            return clippers.size() < 2
                    ? List.of()
                    : clippers.stream()
                            .map(each -> new Clipped(each.name(), finite(each.norm()), finite(each.clipped())))
                            .toList();
        }
    }

    /// The run is over and saved.
    ///
    /// @param seconds the time the steps took, without validation
    @JsonTypeName("end")
    record End(
            @Nullable Double validationAccuracy,
            @Nullable Double validationLoss,
            @Nullable Double trainingAccuracy,
            double seconds,
            long steps,
            long parameters,
            int threads,
            String kernels,
            String matmul,
            String initialWeightsSha256,
            String weightsSha256,
            @Nullable Double trainingLoss,
            double millisecondsPerStep,
            String run,
            String command,
            @Nullable Double validationRmse,
            @Nullable Double trainingRmse)
            implements Event {

        /// @param command that repeats the run
        /// @param weights the SHA-256 over all weights at the end
        /// @param folder where the run is
        static End of(Recipe recipe, String command, TrainingResult result, String weights, Path folder) {
            return new End(
                    accuracy(result.validation()),
                    loss(result.validation()),
                    accuracy(result.training()),
                    result.seconds(),
                    result.steps(),
                    recipe.network().parameters(),
                    recipe.machine().threads(),
                    recipe.machine().kernels(),
                    recipe.training().matmul(),
                    recipe.initialWeightsSha256(),
                    weights,
                    loss(result.training()),
                    result.millisecondsPerStep(),
                    folder.toString(),
                    command,
                    rmse(result.validation(), recipe),
                    rmse(result.training(), recipe));
        }
    }

    /// The run broke off after its first step.
    ///
    /// @param code what went wrong, for programs
    /// @param afterSteps those that were taken until then
    /// @param run the folder where it is recorded until then
    @JsonTypeName("error")
    record Failure(String message, String code, long afterSteps, String run) implements Event {}

    /// The user or the system ended the command before the run was over. What was learned until then is saved.
    ///
    /// @param steps taken until then
    /// @param resume the command line by which it goes on, where all that it takes is saved
    @JsonTypeName("interrupted")
    record Interrupted(
            long steps,
            String weightsSha256,
            String run,
            @Nullable String resume) implements Event {
        String sentence() {
            return "fletch: interrupted after " + steps + (steps == 1 ? " step" : " steps") + "; the model is saved in "
                    + run + (resume == null ? "" : "; go on by " + resume);
        }
    }

    /// A number where it is one.
    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static @Nullable Double loss(@Nullable Score score) {
        return score == null ? null : finite(score.loss());
    }

    /// The root mean squared error in the label's unit, where a number is predicted.
    static @Nullable Double rmse(@Nullable Score score, Recipe recipe) {
        Double unit = recipe.data().targetUnit();
        return score == null || unit == null ? null : finite(Math.sqrt(score.loss()) * unit);
    }

    static @Nullable Double accuracy(@Nullable Score score) {
        return score == null ? null : finite(score.accuracy());
    }
}
