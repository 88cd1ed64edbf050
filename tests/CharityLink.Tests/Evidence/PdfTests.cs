using System.Globalization;
using System.Text;
using CharityLink.Evidence;
using CharityLink.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace CharityLink.Tests.Evidence;

/// <summary>Documents are read in a process of their own and written anew; what would act by itself is refused.</summary>
public sealed class PdfTests : IDisposable
{
    private static readonly string[] _traces = ["Li Ming", "LiMing", "GPS", "Exif", "D:2020", "PieceInfo"];

    private readonly TestHome home = TestHome.Create();
    private readonly EvidenceStore store;

    public PdfTests() => store = new(Path.Combine(home.Path, "files"), TimeProvider.System, NullLogger<EvidenceStore>.Instance);

    public static TheoryData<string, string, string> Dangerous => new()
    {
        { "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "", "file_carries_script" },
        { "/OpenAction 4 0 R", "<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "file_carries_script" },
        { "/OpenAction << /S /URI /URI (https://example.org) >>", "", "file_carries_script" },
        { "/Names << /JavaScript << /Names [(a) 4 0 R] >> >>", "<< /S /JavaScript /JS (1) >>", "file_carries_script" },
        { "/Names << /J#61vaScript << /Names [(a) 4 0 R] >> >>", "<< /S /J#61vaScript /J#53 (1) >>", "file_carries_script" },
        { "/AA << /WC << /S /URI /URI (https://example.org) >> >>", "", "file_carries_script" },
        { "/Outlines << /First 4 0 R /Last 4 0 R >>", "<< /Title (x) /A << /S /Launch /F (cmd.exe) >> >>", "file_carries_script" },
        { "/AcroForm << /Fields [] /XFA 4 0 R >>", "<< /Length 0 >>\nstream\n\nendstream", "file_carries_script" },
        { "/AcroForm << /Fields [4 0 R] >>", "<< /FT /Btn /T (b) /A << /S /SubmitForm /F (https://example.org) >> >>", "file_carries_script" },
        { "/Names << /EmbeddedFiles << /Names [(a.exe) 4 0 R] >> >>", "<< /Type /Filespec /F (a.exe) >>", "file_carries_files" },
        { "/AF [4 0 R]", "<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>", "file_carries_files" },
    };

    [Theory]
    [MemberData(nameof(Dangerous))]
    public async Task A_document_that_acts_by_itself_or_carries_files_is_refused(string catalog, string extra, string code) =>
        await Refused(Samples.Pdf(catalog, extra.Length == 0 ? [] : [extra, "<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream"]), code);

    [Fact]
    public async Task A_document_with_an_attachment_on_its_page_is_refused() =>
        await Refused(Samples.Pdf(page: "/Annots [4 0 R]", objects: ["<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 1 1] >>"]), "file_carries_files");

    [Fact]
    public async Task A_document_with_a_password_is_refused() =>
        await Refused(
            Samples.Pdf(
                trailer: "/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
                objects: [$"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{new string('0', 64)}> /U <{new string('1', 64)}> >>"]),
            "file_encrypted");

    [Fact]
    public async Task Where_a_document_opens_is_no_action()
    {
        var text = Encoding.Latin1.GetString(await Clean(Samples.Pdf("/OpenAction [3 0 R /Fit]")));
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/OpenAction", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_of_who_made_a_document_and_of_photographs_origins_in_it()
    {
        var photograph = Samples.Photograph();
        const string xmp = "<x:xmpmeta>Li Ming</x:xmpmeta>";
        var source = Samples.Pdf(
            "/Metadata 4 0 R", page: "/Resources << /XObject << /I 6 0 R >> >> /PieceInfo << /Li#20Ming << >> >>", trailer: "/Info 5 0 R",
            objects:
            [
                $"<< /Type /Metadata /Subtype /XML /Length {xmp.Length} >>\nstream\n{xmp}\nendstream",
                "<< /Author (Li Ming) /Title (The home of Li Ming) /Creator (PhoneOfLiMing) /CreationDate (D:20200101000000) >>",
                $"<< /Type /XObject /Subtype /Image /Width 64 /Height 32 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length {photograph.Length} >>\nstream\n{Encoding.Latin1.GetString(photograph)}\nendstream",
            ]);
        Assert.Contains("GPSLatitude", Encoding.Latin1.GetString(source), StringComparison.Ordinal);
        var clean = await Clean(source);
        var text = Encoding.Latin1.GetString(clean);
        Assert.All(_traces, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        var at = text.IndexOf("\u00ff\u00d8\u00ff", StringComparison.Ordinal);
        using var picture = SKBitmap.Decode(clean.AsSpan(at));
        Assert.Equal((64, 32), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task What_is_before_and_after_a_document_stays_behind()
    {
        byte[] polyglot = [.. Samples.Pdf(), .. "PK\u0003\u0004<script>alert(1)</script>"u8];
        Assert.DoesNotContain("<script", Encoding.Latin1.GetString(await Clean(polyglot)), StringComparison.Ordinal);
        await Refused([.. "GIF89a"u8, .. Samples.Pdf()], "file_type_not_allowed");
    }

    [Fact]
    public async Task A_document_that_is_built_to_exhaust_memory_or_stack_is_refused_and_takes_nobody_with_it()
    {
        await Refused(Samples.PdfBomb(4_000), "file_not_readable");
        await Refused(Samples.Pdf($"/Deep {new string('[', 2_000_000)}"), "file_not_readable");
        await Refused(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Samples.Pdf()).Replace("/Kids [3 0 R]", "/Kids [2 0 R]", StringComparison.Ordinal)), "file_not_readable");
    }

    [Fact]
    public async Task Broken_documents_are_refused()
    {
        await Refused("%PDF-1.7 and nothing more"u8.ToArray(), "file_not_readable");
        var whole = Samples.Pdf();
        await Refused(whole[..(whole.Length / 2)], "file_not_readable");
        await Refused(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"%PDF-1.4\n{new string('x', 5000)}")), "file_not_readable");
    }

    public void Dispose()
    {
        store.Dispose();
        home.Dispose();
    }

    private async Task<byte[]> Clean(byte[] source)
    {
        var kept = await store.Keep(new MemoryStream(source), TestContext.Current.CancellationToken);
        Assert.Null(kept.Why);
        Assert.Equal("application/pdf", kept.File?.MediaType);
        Assert.Null(store.Open(kept.File?.Hash, thumbnail: true));
        using var opened = store.Open(kept.File?.Hash, thumbnail: false)?.Content ?? throw new InvalidOperationException("Not kept.");
        using var bytes = new MemoryStream();
        await opened.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    private async Task Refused(byte[] source, string code)
    {
        var kept = await store.Keep(new MemoryStream(source), TestContext.Current.CancellationToken);
        Assert.Equal((null, code), (kept.File, kept.Why?.Code));
    }
}
