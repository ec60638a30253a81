package io.fletching.tck;

import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Examines a provider: every rule of `docs/contract.md` that holds for its kind, one after the other.
///
/// ```java
/// var report = Conformance.of(Signum::new).run();
/// IO.println(report);
/// System.exit(report.conforms() ? 0 : 1);
/// ```
///
/// It needs no test framework. It runs the provider, so examine nothing that you would not run; rules ALL-12 and
/// ALL-18 to ALL-20 start a JVM each or share one.
public final class Conformance {
    private final Supplier<? extends Provider> provider;
    private final Declarations declarations;
    private final InitializerSubject.Declared moments;
    private final Duration limit;
    private final Subject<?> subject;

    private Conformance(
            Supplier<? extends Provider> provider,
            Declarations declarations,
            InitializerSubject.Declared moments,
            Duration limit) {
        this.provider = provider;
        this.declarations = declarations;
        this.moments = moments;
        this.limit = limit;
        this.subject = Subject.of(provider, declarations, moments);
    }

    /// The examination of a provider.
    ///
    /// @param provider makes a new instance each time, as a `ServiceLoader.Provider` of a stream does
    public static Conformance of(Supplier<? extends Provider> provider) {
        return new Conformance(provider, Declarations.NONE, InitializerSubject.Declared.NOTHING, Duration.ofMinutes(2));
    }

    /// The same examination with options to try beside the kit's own: the defaults, each flag and choice, and numbers
    /// near the defaults.
    public Conformance variants(List<Map<String, String>> options) {
        return new Conformance(provider, declarations.variants(options), moments, limit);
    }

    /// The same examination with shapes to try beside the kit's own: of parameters, or of a normalizer's samples.
    public Conformance shapes(List<Shape> shapes) {
        return new Conformance(provider, declarations.shapes(shapes), moments, limit);
    }

    /// The same examination, in which these optional rules are required.
    ///
    /// @param rules ids, such as `CLP-07`
    /// @throws IllegalArgumentException where the provider's kind has no such rule
    public Conformance promises(Set<String> rules) {
        var known = subject.rules().stream().map(Rule::id).toList();
        for (String rule : rules) {
            if (!known.contains(rule)) {
                throw new IllegalArgumentException(
                        "There is no rule '" + rule + "' for this kind of provider; expected one of " + known + ".");
            }
        }
        return new Conformance(provider, declarations.promises(rules), moments, limit);
    }

    /// The same examination of a provider that lies in these jars, and not on the module path or class path of this
    /// JVM: the provider's own and what it needs. The JVMs that the examination starts find it there.
    public Conformance jars(List<Path> jars) {
        return new Conformance(provider, declarations.jars(jars), moments, limit);
    }

    Conformance moments(InitializerSubject.Declared declared) {
        return new Conformance(provider, declarations, declared, limit);
    }

    /// The same examination with another time limit for each rule; 2 minutes unless told. A rule under which the
    /// provider does not end is broken. The thread cannot be stopped; it is a daemon.
    public Conformance timeLimit(Duration each) {
        return new Conformance(provider, declarations, moments, each);
    }

    /// The rules that hold for the provider's kind, in the order of the document.
    public List<Rule> rules() {
        return subject.rules();
    }

    /// Examines one rule, on a thread of its own. Whatever the provider throws is a finding.
    public Finding examine(Rule rule) {
        return new Watch(limit).examine(rule, subject, declarations.promises().contains(rule.id()));
    }

    /// Examines all rules, some ten seconds of one core; or those up to the first that does not end.
    public Report run() {
        return run(finding -> {});
    }

    /// Examines all rules, or those up to the first that does not end.
    ///
    /// @param each called with every finding as soon as it is there
    public Report run(Consumer<Finding> each) {
        var findings = new ArrayList<Finding>();
        for (Rule rule : rules()) {
            var finding = examine(rule);
            findings.add(finding);
            each.accept(finding);
            if (finding.cause().orElse(null) instanceof Watch.Endless) {
                break;
            }
        }
        String kind = subject.kind().getSimpleName().toLowerCase(Locale.ROOT);
        return new Report(kind + " '" + subject.descriptor().name() + "'", findings);
    }
}
