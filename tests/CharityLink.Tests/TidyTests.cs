using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Testing;

namespace CharityLink.Tests;

/// <summary>What the compiler cannot see: the walls between folders and projects, and the shape of files.</summary>
public sealed partial class TidyTests
{
    private static readonly Assembly _domain = typeof(Refusal).Assembly;

    [Fact]
    public void The_domain_knows_no_web_and_the_store_no_domain()
    {
        string[] web = ["Microsoft.AspNetCore", "CharityLink.Web", "CharityLink.EmbeddedPostgres"];
        Assert.DoesNotContain(_domain.GetReferencedAssemblies(), assembly => web.Any(name => assembly.Name!.StartsWith(name, StringComparison.Ordinal))); // Every reference has a name.
        Assert.DoesNotContain(typeof(EventStore).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.StartsWith("CharityLink", StringComparison.Ordinal)
            || assembly.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || assembly.Name is "MediatR" or "Dapper");
    }

    [Fact]
    public void A_fact_is_a_sealed_record_of_plain_data() => Assert.All(Facts(), fact =>
    {
        Assert.True(fact.IsSealed && fact.GetMethod("<Clone>$") is not null, $"{fact.Name} is not a sealed record");
        Assert.All(fact.GetProperties(), property => Assert.False(property.CanWrite && !IsInit(property), $"{fact.Name}.{property.Name} can be changed"));
    });

    [Fact]
    public void A_fact_that_carries_files_says_whose_they_are() => Assert.All(Facts(), fact => Assert.True(
        !Carries(fact, []) || fact.IsAssignableTo(typeof(CharityLink.Evidence.INamesFiles)), $"{fact.Name} carries files and names none: they would be cleared away"));

    [Fact]
    public void No_capability_decides_with_the_aggregate_of_another()
    {
        var states = _domain.GetTypes().Where(type => type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IState<,>))).ToList();
        Assert.NotEmpty(states);
        Assert.All(Sources("src/CharityLink"), file => Assert.All(
            states.Where(state => state.Namespace != $"CharityLink.{file.Capability}"),
            state => Assert.DoesNotMatch($@"(?<![\w.]){state.Name}\.(Decide|Evolve)\b|[<,]\s*{state.Name}\s*,", file.Code)));
    }

    [Fact]
    public void No_capability_reads_the_tables_of_another()
    {
        var tables = (from model in _domain.GetTypes()
                      where model.IsAssignableTo(typeof(IReadModel)) && !model.IsInterface
                      from table in ((IReadModel)RuntimeHelpers.GetUninitializedObject(model)).Tables
                      select (Table: table, Capability: model.Namespace!.Split('.')[1])).ToList(); // Every type of ours has a namespace.
        Assert.NotEmpty(tables);
        Assert.All(Sources("src/CharityLink"), file => Assert.All(
            tables.Where(table => table.Capability != file.Capability),
            table => Assert.DoesNotMatch($@"\b(from|join|into|update)\s+{table.Table}\b", file.Code)));
    }

    [Fact]
    public void A_file_fits_in_the_head() => Assert.All(Sources("src").Concat(Sources("tests")), file => Assert.InRange(file.Code.AsSpan().Count('\n'), 0, 300));

    [Fact]
    public void The_kernel_stays_small() => Assert.InRange(Sources("src/CharityLink/Kernel").Count(), 1, 10);

    [Fact]
    public void A_rule_knows_no_clock_no_chance_and_no_world() => Assert.All(
        Sources("src/CharityLink").Where(file => file.Capability != "Kernel" && file.Code.Contains("Evolve(", StringComparison.Ordinal) && !file.Code.Contains("Handler", StringComparison.Ordinal)),
        file =>
        {
            var rules = file.Code[..(file.Code.IndexOf("internal sealed class", StringComparison.Ordinal) is var end and > 0 ? end : file.Code.Length)];
            Assert.DoesNotMatch(@"\b(async|await|Npgsql|MediatR|HttpClient|TimeProvider|UtcNow|NewGuid|CreateVersion7|Random)\b", rules);
        });

    [Fact]
    public void Every_refusal_has_a_test_that_names_it()
    {
        var tests = string.Concat(Sources("tests").Where(file => !file.Path.EndsWith("TidyTests.cs", StringComparison.Ordinal)).Select(file => file.Code));
        Assert.All(Codes(), code => Assert.True(tests.Contains($"\"{code}\"", StringComparison.Ordinal) || tests.Contains($" {code}", StringComparison.Ordinal), $"No test names {code}."));
    }

    private static SortedSet<string> Codes() =>
        new(Sources("src").SelectMany(file => RefusalCode().Matches(file.Code)).Select(match => match.Groups["code"].Value), StringComparer.Ordinal);

    private static IEnumerable<Type> Facts() => _domain.GetTypes().Where(type => type is { IsInterface: false, IsAbstract: false }
        && type.GetInterfaces().Any(contract => contract.Assembly == _domain && contract.Name.EndsWith("Event", StringComparison.Ordinal)));

    private static bool Carries(Type type, HashSet<Type> seen) => type == typeof(CharityLink.Evidence.EvidenceFile)
        || (seen.Add(type) && (type.GetGenericArguments().Any(part => Carries(part, seen)) || (type.Assembly == _domain && type.GetProperties().Any(property => Carries(property.PropertyType, seen)))));

    private static bool IsInit(PropertyInfo property) => property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)); // It can be written.

    private static IEnumerable<Source> Sources(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Document.Root(), folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Document.Root(), path).Replace('\\', '/')
        where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
        select new Source(relative, relative.Split('/') is [_, _, var capability, _, ..] ? capability : "", File.ReadAllText(path));

    private sealed record Source(string Path, string Capability, string Code);

    [GeneratedRegex(@"new Refusal\(""(?<code>[a-z_]+)""|Refusal \w+ = new\(""(?<code>[a-z_]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RefusalCode();
}
