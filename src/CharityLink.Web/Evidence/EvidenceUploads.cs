using System.Collections.Immutable;
using System.Globalization;
using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Web.Site;

namespace CharityLink.Web.Evidence;

/// <summary>What one file field of a form brought: files that are kept (now, or when the form was sent before), and why others were not.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Files">In the order they were handed in, each once. Show them again when the form is refused.</param>
/// <param name="Refusals">At the field; empty when every file was taken.</param>
public sealed record EvidenceIntake(string Field, ImmutableArray<EvidenceFile> Files, ImmutableArray<Refusal> Refusals)
{
    /// <summary>Nothing handed in: for showing a form the first time.</summary>
    public static EvidenceIntake None(string field) => new(field, [], []);

    /// <summary>With the files a form had before.</summary>
    public static EvidenceIntake Of(string field, IEnumerable<EvidenceFile> files) => new(field, [.. files], []);
}

/// <summary>Reads the file fields of posted forms, see <c>EvidenceField.razor</c>. The route must say <see cref="FilesTakenExtensions.TakesFiles"/>.</summary>
public sealed class EvidenceUploads(EvidenceStore store, EvidenceMarks marks)
{
    /// <summary>Takes in what a field brought; at most so many files, those kept from before among them.</summary>
    public async Task<EvidenceIntake> Take(HttpContext http, string field, int max = EvidenceLimits.FilesMax, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        var (form, caller) = (http.Request.Form, http.Caller());
        var (files, refusals) = (new List<EvidenceFile>(), new List<Refusal>());
        var dropped = form[$"{field}_drop"].ToHashSet(StringComparer.Ordinal);
        foreach (var mark in form[$"{field}_kept"].Take(max))
        {
            // One that is gone was cleared away meanwhile; one that is there stays, for its form is in use.
            if (marks.Read(mark ?? "", caller) is not { } file || !store.Holds(file))
            {
                refusals.Add(new Refusal("file_mark_stale", field));
            }
            else if (!dropped.Contains(file.Hash))
            {
                Add(files, file);
            }
        }

        // A field where nothing was chosen is sent as an empty file without a name.
        var chosen = form.Files.GetFiles(field).Where(file => file.Length > 0 || file.FileName.Length > 0).ToList();
        if (files.Count + chosen.Count > max)
        {
            refusals.Add(new Refusal("files_too_many", field, max.ToString(CultureInfo.InvariantCulture)));
            return new EvidenceIntake(field, [.. files], [.. refusals]);
        }

        foreach (var (number, upload) in chosen.Index())
        {
            await using var content = upload.OpenReadStream();
            var kept = await store.Keep(content, ct);
            if (kept.File is { } file)
            {
                Add(files, file);
            }
            else if (kept.Why is { } why)
            {
                // Which of the files, by its place: its name may name somebody.
                refusals.Add(why with { Field = field, Values = [(number + 1).ToString(CultureInfo.InvariantCulture), .. why.Values] });
            }
        }

        return new EvidenceIntake(field, [.. files], [.. refusals]);
    }

    private static void Add(List<EvidenceFile> files, EvidenceFile file)
    {
        if (!files.Contains(file))
        {
            files.Add(file);
        }
    }
}
