package io.fletching.runtime.jars;

import io.fletching.runtime.jars.JarFault.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A jar as a module: by its own module-info, or, where it has none, as an automatic module that reads all others.
///
/// @param jar the jar
/// @param descriptor what the module is, less the packages that come from the host
/// @param services what `META-INF/services` names, by service
/// @param hidden packages of our own that the jar brings and that come from the host instead
public record JarModule(Jar jar, ModuleDescriptor descriptor, Map<String, List<String>> services, Set<String> hidden) {
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern CLASS_NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
            + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");
    private static final Pattern VERSION = Pattern.compile("-(\\d+(\\.|$))");

    /// The module that a jar is.
    public static JarModule of(Jar jar, Host host) throws JarFault {
        Optional<String> newer = Bytecode.newer(jar);
        if (newer.isPresent()) {
            throw new JarFault(Reason.NEWER_JAVA, newer.get());
        }
        Optional<byte[]> info = jar.entry("module-info.class");
        Set<String> all = packages(jar);
        Set<String> shared = all.stream()
                .filter(name -> host.owns(name, info.isEmpty()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> own = new TreeSet<>(all);
        own.removeAll(shared);
        Map<String, List<String>> services = services(jar);
        ModuleDescriptor descriptor =
                info.isPresent() ? without(shared, explicit(info.get(), all)) : automatic(jar, own, services);
        Set<String> hidden =
                shared.stream().filter(name -> host.owns(name, false)).collect(Collectors.toCollection(TreeSet::new));
        return new JarModule(jar, descriptor, services, hidden);
    }

    /// What the module provides, by service: its module-info says so, or the services files of a plain jar.
    public Map<String, List<String>> provides() {
        if (plain()) {
            return services;
        }
        var provides = new LinkedHashMap<String, List<String>>();
        descriptor.provides().forEach(each -> provides.put(each.service(), each.providers()));
        return provides;
    }

    /// Whether the jar has no module-info.
    public boolean plain() {
        return descriptor.isAutomatic();
    }

    /// Jars that lie in the jar, where no class loader looks.
    public List<String> nested() {
        return jar.entries().keySet().stream()
                .filter(name -> name.endsWith(".jar"))
                .toList();
    }

    private static Set<String> packages(Jar jar) {
        var packages = new TreeSet<String>();
        for (String name : jar.entries().keySet()) {
            int slash = name.lastIndexOf('/');
            if (slash > 0 && name.endsWith(".class")) {
                String packageName = name.substring(0, slash).replace('/', '.');
                if (CLASS_NAME.matcher(packageName).matches()) {
                    packages.add(packageName);
                }
            }
        }
        return packages;
    }

    private static ModuleDescriptor explicit(byte[] info, Set<String> packages) throws JarFault {
        try {
            ModuleDescriptor descriptor = ModuleDescriptor.read(new ByteArrayInputStream(info), () -> packages);
            Set<String> missing = new TreeSet<>(descriptor.packages());
            missing.removeAll(packages);
            if (!missing.isEmpty()) {
                throw new JarFault(
                        Reason.BAD_DESCRIPTOR, "Its module-info names packages that the jar lacks: " + missing + ".");
            }
            return descriptor;
        } catch (InvalidModuleDescriptorException | IOException failure) {
            throw new JarFault(Reason.BAD_DESCRIPTOR, "Its module-info cannot be read.", failure);
        }
    }

    /// The same module less packages that come from the host.
    private static ModuleDescriptor without(Set<String> packages, ModuleDescriptor whole) {
        if (packages.isEmpty()) {
            return whole;
        }
        var rest = new TreeSet<>(whole.packages());
        rest.removeAll(packages);
        ModuleDescriptor.Builder builder = whole.isOpen()
                ? ModuleDescriptor.newOpenModule(whole.name())
                : ModuleDescriptor.newModule(whole.name(), whole.modifiers());
        whole.rawVersion().ifPresent(builder::version);
        whole.requires().forEach(builder::requires);
        whole.uses().forEach(builder::uses);
        whole.exports().stream().filter(each -> rest.contains(each.source())).forEach(builder::exports);
        whole.opens().stream().filter(each -> rest.contains(each.source())).forEach(builder::opens);
        whole.provides().stream()
                .filter(each -> each.providers().stream().allMatch(name -> rest.contains(packageOf(name))))
                .forEach(builder::provides);
        return builder.packages(rest).build();
    }

    private static ModuleDescriptor automatic(Jar jar, Set<String> packages, Map<String, List<String>> services) {
        ModuleDescriptor.Builder builder = named(jar);
        builder.packages(packages);
        services.forEach((service, names) -> {
            List<String> here = names.stream()
                    .filter(name -> packages.contains(packageOf(name)))
                    .toList();
            if (!here.isEmpty() && CLASS_NAME.matcher(service).matches() && service.contains(".")) {
                builder.provides(service, here);
            }
        });
        return builder.build();
    }

    /// A name for a jar without module-info, as Java gives one, and one made of its digest where the file's name gives
    /// none.
    private static ModuleDescriptor.Builder named(Jar jar) {
        String file = jar.path().getFileName().toString().replaceFirst("(?i)\\.jar$", "");
        Matcher dash = VERSION.matcher(file);
        String stem = dash.find() ? file.substring(0, dash.start()) : file;
        String derived = stem.replaceAll("[^A-Za-z0-9]+", ".").replaceAll("^\\.|\\.$", "");
        String declared = jar.manifest().getValue("Automatic-Module-Name");
        ModuleDescriptor.Builder builder;
        try {
            builder = ModuleDescriptor.newAutomaticModule(declared == null ? derived : declared);
        } catch (IllegalArgumentException noName) {
            builder = ModuleDescriptor.newAutomaticModule(
                    "plugin.p" + jar.sha256().substring(0, 16));
        }
        version(jar).ifPresent(builder::version);
        return builder;
    }

    private static Optional<String> version(Jar jar) {
        String version = jar.manifest().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        return Optional.ofNullable(version).filter(text -> !text.isBlank() && !text.contains(" "));
    }

    private static Map<String, List<String>> services(Jar jar) throws JarFault {
        var services = new LinkedHashMap<String, List<String>>();
        for (var entry : jar.entries().entrySet()) {
            String name = entry.getKey();
            if (name.startsWith(SERVICES) && name.indexOf('/', SERVICES.length()) < 0) {
                services.put(name.substring(SERVICES.length()), names(name, entry.getValue()));
            }
        }
        return services;
    }

    private static List<String> names(String file, byte[] content) throws JarFault {
        var names = new ArrayList<String>();
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            String name = line.replaceFirst("#.*", "").strip();
            if (!name.isEmpty() && !CLASS_NAME.matcher(name).matches()) {
                throw new JarFault(
                        Reason.BAD_SERVICES, "Its " + file + " has the line '" + name + "', which names no class.");
            }
            if (!name.isEmpty() && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
