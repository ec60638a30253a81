package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trainings that end early, and models that go on from a file.
class StoppingTest extends SmallTraining {

    @TempDir
    private Path folder;

    /// Of 3 epochs with 4 steps each, and 2 batches of validation after each epoch.
    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, a first step",
        "5, 4, 0, the validation of the first epoch",
        "7, 5, 1, a step of the second epoch",
        "18, 12, 2, the last validation",
        "19, 12, 3, the score at the end"
    })
    void aTrainingStopsAtOnce(int asked, long steps, int epochs, String when) {
        Examples examples = examples(200);
        Examples validation = examples(300);
        var reports = new ArrayList<EpochReport>();
        try (Model model = model(recipe())) {
            var questions = new int[1];
            TrainingResult result = training(model)
                    .epochs(3)
                    .listener(epochs(reports))
                    .stopWhen(() -> ++questions[0] == asked)
                    .run(examples, validation);
            assertThat(questions[0]).as("never asked again").isEqualTo(asked);
            assertThat(result.stopped()).isTrue();
            assertThat(result.steps()).as(when).isEqualTo(steps);
            assertThat(result.training()).isEqualTo(Score.NONE);
            assertThat(reports).hasSize(epochs);
            assertThat(result.validation())
                    .isEqualTo(
                            reports.isEmpty() ? Score.NONE : reports.getLast().validation());
        }
    }

    @Test
    void aStoppedModelIsThatOfItsLastStep() {
        Examples examples = examples(200);
        try (Model stopped = model(recipe());
                Model whole = model(recipe())) {
            var taken = new int[1];
            TrainingResult early =
                    training(stopped).epochs(5).stopWhen(() -> ++taken[0] == 8).run(examples);
            TrainingResult all = training(whole).epochs(2).run(examples);
            assertThat(early.steps()).isEqualTo(all.steps()).isEqualTo(8);
            assertThat(all.stopped()).isFalse();
            assertThat(stopped.variables().sha256()).isEqualTo(whole.variables().sha256());
        }
    }

    private static TrainingListener epochs(List<EpochReport> reports) {
        return new TrainingListener() {
            @Override
            public void epoch(EpochReport epoch) {
                reports.add(epoch);
            }
        };
    }

    @Test
    void aModelGoesOnFromAFile() {
        Examples examples = examples(200);
        Path file = folder.resolve("model.safetensors");
        try (Model model = model(recipe().normalizer(CATALOG.normalizer("batchnorm")));
                Model same = model(recipe().normalizer(CATALOG.normalizer("batchnorm")))) {
            training(model).epochs(1).run(examples);
            model.save(file, Map.of("note", "after one epoch"));
            long before = memory.bytes();
            same.load(file);
            assertThat(memory.bytes()).isEqualTo(before);
            assertThat(same.variables().sha256()).isEqualTo(model.variables().sha256());
            assertThat(score(same, examples)).isEqualTo(score(model, examples));
        }
    }

    @Test
    void aModelOfAnotherFormTakesNothingFromAFile() {
        Path file = folder.resolve("model.safetensors");
        try (Model model = model(recipe().depth(1));
                Model deeper = model(recipe().depth(2));
                Model wider = Model.of(recipe().depth(1).build(CLASSES), Shape.of(INPUTS + 1))
                        .memory(memory)
                        .build()) {
            deeper.save(file);
            String before = model.variables().sha256();
            assertThatThrownBy(() -> model.load(file))
                    .hasMessageContaining("' does not fit the model, and nothing of it was taken; not in the model: ")
                    .hasMessageContaining("'blocks.1.linear1.weight' F32[16, 16]")
                    .hasMessageNotContaining("not in the file");
            assertThat(model.variables().sha256()).isEqualTo(before);
            model.save(file);
            assertThatThrownBy(() -> wider.load(file))
                    .hasMessageContaining("; different: 'stem.weight' is F32[16, 12] in the file and F32[16, 13] in"
                            + " the model. Expected");
        }
    }
}
