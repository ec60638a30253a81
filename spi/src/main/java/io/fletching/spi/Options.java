package io.fletching.spi;

import java.util.LinkedHashMap;
import java.util.Map;

/// Checked values for all options of one provider. Made by [Descriptor#parse] alone.
public final class Options {
    private final String provider;
    private final Map<String, Object> values;

    Options(String provider, Map<String, Object> values) {
        this.provider = provider;
        this.values = values;
    }

    /// The value of an option that the provider declared: what the user gave, or the default.
    ///
    /// @throws FletchingException of kind `PROVIDER` for an option that the descriptor does not declare
    public <T> T get(Option<T> option) {
        Object value = values.get(option.name());
        if (!option.type().isInstance(value)) {
            throw new FletchingException(
                    FletchingException.Kind.PROVIDER,
                    "option-undeclared",
                    "'" + provider + "' reads the option '" + option.name()
                            + "', which its descriptor does not declare.");
        }
        return option.type().cast(value);
    }

    /// All values as canonical texts, in declaration order; [Descriptor#parse] reads them back to the same options.
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> texts.put(name, Option.text(value)));
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options options && provider.equals(options.provider) && values.equals(options.values);
    }

    @Override
    public int hashCode() {
        return 31 * provider.hashCode() + values.hashCode();
    }

    @Override
    public String toString() {
        return provider + texts();
    }
}
