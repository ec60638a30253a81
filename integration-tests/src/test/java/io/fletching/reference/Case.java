package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// One case of a file of figures: options and inputs, and the outputs that another library computed from them.
record Case(String name, String op, JsonNode options, JsonNode inputs, JsonNode outputs) {

    static Case of(JsonNode node) {
        return new Case(
                node.path("name").asText(),
                node.path("op").asText(),
                node.path("options"),
                node.path("inputs"),
                node.path("outputs"));
    }

    /// The options as a provider's texts: `weight_decay` is `weight-decay`, and `betas`, a list of two, are
    /// `beta1` and `beta2`.
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        options.properties().forEach(option -> {
            String name = option.getKey().replace('_', '-');
            var value = option.getValue();
            for (int i = 0; i < value.size(); i++) {
                texts.put(
                        name.substring(0, name.length() - 1) + (i + 1),
                        value.get(i).asText());
            }
            if (!value.isArray()) {
                texts.put(name, value.asText());
            }
        });
        return texts;
    }

    /// Fails where the case has an option that is not among these, and that nobody would heed.
    void requireOptions(String... known) {
        assertThat(options.properties().stream().map(Map.Entry::getKey))
                .as("options of the case")
                .isSubsetOf(known);
    }

    Figures input(String name) {
        return Figures.of(inputs.path(name));
    }
}
