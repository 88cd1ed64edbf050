using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CharityLink.Projects;
using CharityLink.Web.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects;

/// <summary>A project as machines read it: schema.org's DonateAction. Data in the page, never run.</summary>
public static class DonateAction
{
    // Chinese stays readable; <, > and & are written as numbers, so that no title can end the element it stands in.
    private static readonly JsonSerializerOptions _readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The JSON-LD.</summary>
    public static string Json(ProjectAbout about, Language lang)
    {
        ArgumentNullException.ThrowIfNull(about);
        var row = about.Row;
        var action = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "DonateAction",
            ["name"] = row.Title(lang),
            ["description"] = row.Summary(lang),
            ["url"] = about.Address,
            ["inLanguage"] = lang.Tag,
            ["actionStatus"] = Status(row),
            ["recipient"] = about.Organiser is { } organiser ? new JsonObject { ["@type"] = "NGO", ["name"] = organiser.Name(lang), ["identifier"] = organiser.Uscc } : null,
            ["location"] = new JsonObject { ["@type"] = "Place", ["name"] = about.Divisions.Where(row.Code, lang) },
            ["startTime"] = row.OpenedAt is { } opened ? Show.Machine(opened) : null,
            ["endTime"] = row.DeadlineAt is { } deadline ? Show.Machine(deadline) : null,
        };
        if (about is { Picture: { } picture, Row.Cover: { } cover })
        {
            action["image"] = new JsonObject { ["@type"] = "ImageObject", ["url"] = picture, ["caption"] = Show.Name(cover.AltZh, cover.AltEn, lang) };
        }

        if (about.TakesGifts)
        {
            action["target"] = new JsonObject { ["@type"] = "EntryPoint", ["urlTemplate"] = about.Address.Replace($"/projects/{row.ProjectId}", $"/give?project={row.ProjectId}", StringComparison.Ordinal) };
        }

        return action.ToJsonString(_readable);
    }

    private static string Status(ProjectRow row) => row.Stage switch
    {
        ProjectStage.Failed => "https://schema.org/FailedActionStatus",
        ProjectStage.CarryingOut or ProjectStage.Done => "https://schema.org/CompletedActionStatus",
        _ => "https://schema.org/PotentialActionStatus",
    };
}
