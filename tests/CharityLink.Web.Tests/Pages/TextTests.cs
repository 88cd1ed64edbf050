using System.Text.RegularExpressions;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Site;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Pages;

/// <summary>Every sentence is there in every language, and every sentence is used.</summary>
public sealed partial class TextTests
{
    private static readonly string _sources = string.Join('\n',
        Directory.EnumerateFiles(Path.Combine(CharityLink.Testing.Document.Root(), "src"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));

    private static readonly HashSet<string> _quoted = [.. Quoted.Matches(_sources).Select(m => m.Groups["text"].Value)];

    // T[$"role.{…}"] uses every key that begins with role.; refusals are looked at one by one.
    private static readonly HashSet<string> _begun = [.. Begun.Matches(_sources).Select(m => m.Groups["text"].Value).Where(start => start != "refusal.")];

    public static TheoryData<string> Tags => [.. Language.All.Select(l => l.Tag)];

    [Fact]
    public void Both_languages_say_the_same_things()
    {
        var (zh, en) = (Texts.In(Language.Chinese).Keys, Texts.In(Language.English).Keys);

        Assert.Equal(en.Order(StringComparer.Ordinal), zh.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void No_sentence_is_written_twice(string tag) => Assert.Empty(
        Texts.Entries(Language.All.Single(l => l.Tag == tag)).GroupBy(e => e.Key, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));

    [Fact]
    public void Both_languages_show_the_same_values() => Assert.All(Texts.In(Language.English).Keys, key => Assert.True(
        Places(Texts.In(Language.English)[key]).SetEquals(Places(Texts.In(Language.Chinese)[key])), $"{key} shows other values in the other language."));

    [Theory]
    [MemberData(nameof(Tags))]
    public void Every_refusal_has_a_sentence(string tag)
    {
        var texts = Texts.In(Language.All.Single(l => l.Tag == tag));
        var codes = RefusalCode.Matches(_sources).Select(m => m.Groups["code"].Value).Distinct(StringComparer.Ordinal);

        Assert.DoesNotContain(codes, code => !texts.Has($"refusal.{code}"));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Every_fact_has_words_for_the_audit_trail(string tag)
    {
        var services = new ServiceCollection();
        services.AddCharityLink();
        var types = services.Select(s => s.ImplementationInstance).OfType<EventTypes>().Single();

        Assert.DoesNotContain(types.Known.Keys, fact => !Texts.In(Language.All.Single(l => l.Tag == tag)).Has($"fact.{fact}"));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Every_command_has_words_for_the_audit_trail(string tag)
    {
        var commands = typeof(ICommand).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ICommand)));

        Assert.DoesNotContain(commands, command => !Texts.In(Language.All.Single(l => l.Tag == tag)).Has($"act.{command.Name}"));
    }

    [Fact]
    public void Every_sentence_asked_for_is_there()
    {
        var asked = Asked.Matches(_sources).Select(m => m.Groups["key"].Value).Distinct(StringComparer.Ordinal);

        Assert.DoesNotContain(asked, key => !Texts.In(Language.English).Has(key));
    }

    [Fact]
    public void Every_sentence_is_used()
    {
        var unused = Texts.In(Language.English).Keys.Where(key =>
            !_quoted.Contains(key) && !_begun.Any(start => key.StartsWith(start, StringComparison.Ordinal))
            && !(key.StartsWith("refusal.", StringComparison.Ordinal) && _quoted.Contains(key["refusal.".Length..]))
            // A mail is named without its parts: mail.reset has a subject and a body.
            && !(key.Count(c => c == '.') > 1 && _quoted.Contains(key[..key.LastIndexOf('.')])));

        Assert.Empty(unused);
    }

    private static HashSet<string> Places(string sentence) => [.. Place.Matches(sentence).Select(m => m.Value)];

    [GeneratedRegex("\"(?<text>[A-Za-z0-9_.-]+)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted { get; }

    [GeneratedRegex("\\$\"(?<text>[a-z0-9_.]+\\.)\\{", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Begun { get; }

    [GeneratedRegex("new Refusal\\(\\s*\"(?<code>[a-z0-9_]+)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RefusalCode { get; }

    [GeneratedRegex("\\bT\\[\"(?<key>[a-z0-9_.]+)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Asked { get; }

    [GeneratedRegex("\\{[0-9]\\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place { get; }
}
