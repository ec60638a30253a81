package io.fletching.cli;

import io.fletching.arrow.Memory;
import io.fletching.data.Preparation;
import io.fletching.linalg.MatrixProduct;
import io.fletching.nn.Model;
import io.fletching.nn.Network;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.SafeTensors;
import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Initializer;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model in a file, with all that it takes to use it: how its network was built, and how its rows were prepared.
record SavedModel(Path file, Recipe recipe, Preparation preparation) {
    private static final String NAME = "model.safetensors";
    private static final String RECIPE = "recipe";
    private static final String PREPARATION = "preparation";

    /// Writes a model into the folder of its run.
    static void save(Model model, Recipe recipe, Preparation preparation, Path folder) {
        model.save(folder.resolve(NAME), Map.of(RECIPE, Json.line(recipe), PREPARATION, Json.line(preparation)));
    }

    /// Whether the folder of a run has a model.
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /// Reads what a file, or that in the folder of a run, says of its model, and none of its weights.
    ///
    /// @throws FletchingException of kind `USER` where there is no file, of kind `DATA` for one that is damaged or that
    ///     `fletch train` did not write
    static SavedModel read(Path run) {
        Path file = Files.isDirectory(run) ? run.resolve(NAME) : run;
        if (!Files.exists(file)) {
            throw new FletchingException(
                    Kind.USER,
                    "model-missing",
                    "There is no file '" + file + "'; expected the folder of a run of 'fletch train', or its " + NAME
                            + ".");
        }
        Map<String, String> metadata = SafeTensors.readHeader(file).metadata();
        if (!metadata.containsKey(RECIPE) || !metadata.containsKey(PREPARATION)) {
            throw refusal(
                    file,
                    "its metadata has " + (metadata.isEmpty() ? "nothing" : metadata.keySet()) + ", and lacks '"
                            + (metadata.containsKey(RECIPE) ? PREPARATION : RECIPE) + "'",
                    null);
        }
        Recipe recipe = parse(file, RECIPE, metadata, Recipe.class);
        Preparation preparation = parse(file, PREPARATION, metadata, Preparation.class);
        long classes =
                preparation.target() instanceof Preparation.Classes(String _, List<String> values) ? values.size() : 1;
        if (recipe.network().outputs() != classes) {
            throw refusal(file, "its network has " + recipe.network().outputs() + " outputs for " + classes, null);
        }
        return new SavedModel(file, recipe, preparation);
    }

    private static <T> T parse(Path file, String part, Map<String, String> metadata, Class<T> type) {
        try {
            return Json.read(String.valueOf(metadata.get(part)), type);
        } catch (IllegalArgumentException other) {
            throw refusal(file, "its " + part + " has other contents at '" + other.getMessage() + "'", other);
        }
    }

    private static FletchingException refusal(Path file, String why, @Nullable Exception cause) {
        String sentence =
                "'" + file + "' is no model of 'fletch train' of version " + Versions.fletching() + ": " + why + ".";
        return cause == null
                ? new FletchingException(Kind.DATA, "model-other", sentence)
                : new FletchingException(Kind.DATA, "model-other", sentence, cause);
    }

    /// The model with its weights. Its initializers do not matter any more, so they need not be there.
    ///
    /// @param batch rows that are to be predicted at once
    Model load(Catalog catalog, MatrixProduct product, long batch, Memory memory) {
        NetworkFlags flags = NetworkFlags.of(recipe.network());
        Technique<Initializer> any = catalog.initializer("xavier");
        String name = recipe.normalizer().id().replaceFirst("@.*", "");
        Technique<Normalizer> normalizer = name.equals(TechniqueFlags.NONE)
                ? null
                : catalog.normalizer(name).with(texts(recipe.normalizer()));
        Network network = flags.network(any, any, normalizer, recipe.network().outputs());
        Shape input = flags.input(preparation);
        flags.requireRoom(network, input, batch);
        Model model = Model.of(network, input)
                .dtype(flags.precision.type())
                .product(product)
                .memory(memory)
                .build();
        try {
            model.load(file);
            return model;
        } catch (RuntimeException | Error failed) {
            model.close();
            throw failed;
        }
    }

    private static Map<String, String> texts(Used used) {
        Map<String, String> texts = new LinkedHashMap<>();
        used.options().forEach((option, value) -> texts.put(option, String.valueOf(value)));
        return texts;
    }
}
