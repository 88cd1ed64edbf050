using CharityLink.Testing;
using CharityLink.Web.Documents;
using CharityLink.Web.Giving;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Web.Tests.Documents;

/// <summary>Templates are edited while the program runs: a good change is taken up, a bad one is told with its place, and the last good text stays in use.</summary>
public sealed class TemplateBookTests : IDisposable
{
    private readonly TestHome home = TestHome.Create();
    private readonly MovableClock clock = new();

    private string Own => Path.Combine(home.Path, "templates");

    public void Dispose() => home.Dispose();

    [Fact]
    public void Every_shipped_document_fits_its_models()
    {
        var states = Book(ReceiptDocument.Samples.Append(StatementDocument.Sample)).States();
        Assert.Equal(5 * Language.All.Count, states.Count);
        Assert.All(states, state => Assert.True(state is { Trouble: null, IsOwn: false }, $"{state.Name} {state.Language.Tag}: {state.Trouble}"));
    }

    [Fact]
    public void A_changed_file_is_taken_up_within_a_second()
    {
        var book = Book([_sample]);
        Write("note.zh-CN.hbs", "<p>{{serial}}</p>");
        Write("note.en.hbs", "<p>{{serial}}</p>");
        Assert.Equal("<p>7</p>", book.Render("note", Language.English, _seven));
        Write("note.en.hbs", "<p>No. {{serial}}</p>");
        Assert.Equal("<p>7</p>", book.Render("note", Language.English, _seven));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("<p>No. 7</p>", book.Render("note", Language.English, _seven));
        Assert.True(StateOf(book).IsOwn);
    }

    [Fact]
    public void A_name_the_document_lacks_is_told_with_its_line_and_the_last_good_text_stays()
    {
        var book = Book([_sample]);
        Write("note.zh-CN.hbs", "<p>{{serial}}</p>");
        Write("note.en.hbs", "<p>{{serial}}</p>");
        _ = book.Render("note", Language.English, _seven);
        Write("note.en.hbs", "<p>\n{{serial}}\n{{donorsShoeSize}}</p>");
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("<p>7</p>", book.Render("note", Language.English, _seven));
        var trouble = StateOf(book).Trouble;
        Assert.Equal(("note.en.hbs", 3, "donorsshoesize"), (trouble?.File, trouble?.Line, trouble?.MissingName?.ToLowerInvariant()));

        Write("note.en.hbs", "<b>{{serial}}</b>");
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("<b>7</b>", book.Render("note", Language.English, _seven));
        Assert.Null(StateOf(book).Trouble);
    }

    [Fact]
    public void A_text_that_is_no_template_is_told_with_its_line_and_what_was_delivered_is_used()
    {
        Write("receipt.cn.en.hbs", "<p>\n\n{{#if serial}}open</p>");
        var book = Book(ReceiptDocument.Samples);
        var state = book.States().Single(one => one is { Name: "receipt.cn", Language.Tag: "en" });
        Assert.NotNull(state.Trouble);
        Assert.Equal(("receipt.cn.en.hbs", null, false), (state.Trouble.File, state.Trouble.MissingName, state.IsOwn));
        Assert.False(string.IsNullOrEmpty(state.Trouble.Message));
        Assert.Contains("Demonstration", book.Render("receipt.cn", Language.English, ReceiptDocument.Samples.First(one => one.Name == "receipt.cn").Models[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_is_shared_is_named_where_it_is_wrong()
    {
        Write("partials/receipt_foot.en.hbs", "<p>{{nobody}}</p>");
        var broken = Book(ReceiptDocument.Samples).States().Where(state => state.Trouble is not null).ToList();
        Assert.Equal(4, broken.Count);
        Assert.All(broken, state => Assert.Equal(("en", "partials/receipt_foot.en.hbs", 1), (state.Language.Tag, state.Trouble?.File, state.Trouble?.Line)));
    }

    [Fact]
    public void A_document_nobody_wrote_is_a_fault_of_the_program() =>
        Assert.Throws<FileNotFoundException>(() => Book([new("no.such", [_seven])]).Render("no.such", Language.English, _seven));

    private static readonly Numbered _seven = new("7");
    private static readonly TemplateSample _sample = new("note", [_seven]);

    private static TemplateState StateOf(TemplateBook book) => book.States().Single(state => state.Language == Language.English);

    private TemplateBook Book(IEnumerable<TemplateSample> samples) => new(new TemplateFolders(Own), samples, clock, NullLogger<TemplateBook>.Instance);

    private void Write(string file, string text)
    {
        var path = Path.Combine(Own, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // It lies in a folder.
        File.WriteAllText(path, text);
    }

    public sealed record Numbered(string Serial);
}
