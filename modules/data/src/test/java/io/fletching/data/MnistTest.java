package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Real images, where `-Dfletching.data=FOLDER` names the folder that has `mnist-10k` in it.
@Tag("data")
class MnistTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void readsRealImages() {
        String folder = System.getProperty("fletching.data", "");
        if (folder.isEmpty()) {
            System.out.println("SKIPPED: real images; -Dfletching.data=FOLDER names the folder of mnist-10k");
        }
        assumeTrue(!folder.isEmpty(), "-Dfletching.data is not set");
        Path images = Path.of(folder, "mnist-10k", "t10k-images-idx3-ubyte.gz");
        DataOptions options = DataOptions.of(new Source.File(images)).withValidation(Validation.parse("last:2000"));
        try (Split split = memory.load(options)) {
            assertThat(split.training().features()).hasToString("F32[8000, 784]");
            assertThat(split.validation().classes()).hasSize(10);
            double accuracy = SoftmaxRegression.train(split.training(), 5).accuracy(split.validation());
            System.out.printf("softmax regression on mnist-10k: %.4f on validation rows%n", accuracy);
            assertThat(accuracy).isGreaterThan(0.9);
        }
    }
}
