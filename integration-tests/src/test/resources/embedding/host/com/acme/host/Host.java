package com.acme.host;

import io.fletching.arrow.Memory;
import io.fletching.data.Data;
import io.fletching.data.DataOptions;
import io.fletching.data.Source;
import io.fletching.linalg.MatrixProduct;
import io.fletching.nn.DeepNetwork;
import io.fletching.nn.Examples;
import io.fletching.nn.Loss;
import io.fletching.nn.Model;
import io.fletching.nn.Training;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Shape;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/// Somebody's program: it owns an allocator, trains a small network within it, saves it and loads it again, and tells
/// how Fletching was loaded and what came of it.
public final class Host implements Callable<String> {
    public static void main(String[] arguments) throws Exception {
        System.out.print(new Host().call());
    }

    @Override
    public String call() throws Exception {
        Catalog catalog = Catalog.load();
        if (!catalog.problems().isEmpty()) {
            throw new IllegalStateException(catalog.problems().toString());
        }
        try (BufferAllocator allocator = new RootAllocator(64 << 20)) {
            return """
                    loaded: %s
                    techniques: %s
                    matrix product: %s
                    %s
                    """
                    .formatted(
                            way(),
                            catalog.techniques().stream().map(Technique::name).toList(),
                            MatrixProduct.fastest().name(),
                            train(catalog, allocator, catalog.optimizer("adamw").with("lr", "0.02")));
        }
    }

    /// Of which kind the module is, by which loader it came, and out of which file.
    private static String way() {
        Class<?> type = Training.class;
        URL place = type.getResource("Training.class");
        return "%s, %s, %s:%s"
                .formatted(
                        type.getModule().isNamed() ? "named" : "unnamed",
                        type.getClassLoader().getName(),
                        place.getProtocol(),
                        place.getPath().replaceAll("!.*", "").replaceAll(".*/(?=.*\\.jar)", ""));
    }

    static String train(Catalog catalog, BufferAllocator allocator, Technique<Optimizer> optimizer) throws Exception {
        var network = DeepNetwork.of(catalog.initializer("he"), catalog.initializer("xavier"))
                .normalizer(catalog.normalizer("layernorm"))
                .depth(1)
                .width(16)
                .build(2);
        Path folder = Files.createTempDirectory("host-");
        Path table = Files.writeString(folder.resolve("table.csv"), table());
        Path file = folder.resolve("model.safetensors");
        var options = DataOptions.of(new Source.File(table)).withLabel("side");
        try (var memory = Memory.of(allocator, "fletching");
                var rows = Data.load(options, memory);
                var model = Model.of(network, Shape.of(2)).memory(memory).build();
                var copy = Model.of(network, Shape.of(2)).memory(memory).seed(1).build()) {
            var seen = new Examples(rows.training().features(), rows.training().targets());
            var unseen = new Examples(rows.validation().features(), rows.validation().targets());
            var result = Training.of(model, Loss.crossEntropy(), optimizer)
                    .clip(catalog.clipper("norm-clipping"))
                    .batch(20)
                    .epochs(10)
                    .threads(3)
                    .run(seen, unseen);
            model.save(file);
            copy.load(file);
            if (!copy.variables().sha256().equals(model.variables().sha256())) {
                throw new IllegalStateException("What was loaded is not what was saved.");
            }
            return "loss: %.4f\nweights: %s"
                    .formatted(result.validation().loss(), model.variables().sha256());
        } finally {
            Files.deleteIfExists(file);
            Files.delete(table);
            Files.delete(folder);
        }
    }

    /// Points, and on which side of a parabola each lies.
    private static String table() {
        var random = new Random(1);
        var text = new StringBuilder("x,y,side\n");
        for (int i = 0; i < 400; i++) {
            double x = random.nextDouble(-1, 1);
            double y = random.nextDouble(-1, 1);
            text.append("%s,%s,%s%n".formatted(x, y, y > 2 * x * x - 0.5 ? "above" : "below"));
        }
        return text.toString();
    }
}
