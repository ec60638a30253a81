package io.fletching.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a provider is: its name, its options, and the paper behind it.
public final class Descriptor {
    private final String name;
    private final String summary;
    private final String paper;
    private final List<Option<?>> options;

    private Descriptor(String name, String summary, String paper, List<Option<?>> options) {
        this.name = Names.check("provider", name);
        this.summary = summary;
        this.paper = paper;
        this.options = options;
        long distinct = options.stream().map(Option::name).distinct().count();
        if (distinct != options.size()) {
            throw new FletchingException(
                    FletchingException.Kind.PROVIDER, "option-twice", "'" + name + "' declares an option twice.");
        }
    }

    /// A descriptor without a paper.
    ///
    /// @param name unique within its kind: lower-case words joined by dashes
    /// @param summary one line
    public static Descriptor of(String name, String summary, Option<?>... options) {
        return new Descriptor(name, summary, "", List.of(options));
    }

    /// The same descriptor with the paper that introduced the technique.
    public Descriptor paper(String uri) {
        return new Descriptor(name, summary, uri, options);
    }

    /// Unique within its kind.
    public String name() {
        return name;
    }

    /// What the technique is, in one line.
    public String summary() {
        return summary;
    }

    /// A URI, or empty.
    public String paper() {
        return paper;
    }

    /// In declaration order, which is the order in which they are listed and saved.
    public List<Option<?>> options() {
        return options;
    }

    /// Reads texts into options, the defaults for those that are absent: the only way to an [Options].
    ///
    /// @throws FletchingException of kind `USER` for an option that does not exist or a value out of range
    public Options parse(Map<String, String> texts) {
        var known = options.stream().map(Option::name).toList();
        for (String given : texts.keySet()) {
            if (!known.contains(given)) {
                throw FletchingException.unknown(
                        FletchingException.Kind.USER,
                        "option-unknown",
                        "'" + name + "' has no option '" + given + "'.",
                        given,
                        "Options",
                        known);
            }
        }
        var values = new LinkedHashMap<String, Object>();
        for (Option<?> option : options) {
            String text = texts.get(option.name());
            values.put(option.name(), text == null ? option.initial() : option.parse(name, text));
        }
        return new Options(name, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Descriptor descriptor
                && name.equals(descriptor.name)
                && summary.equals(descriptor.summary)
                && paper.equals(descriptor.paper)
                && options.equals(descriptor.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, summary, paper, options);
    }

    @Override
    public String toString() {
        return name + " " + options;
    }
}
