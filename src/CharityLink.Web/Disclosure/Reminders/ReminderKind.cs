using CharityLink.Disclosure;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;

namespace CharityLink.Web.Disclosure.Reminders;

/// <summary>Reminders at the moment they are sent: all that somebody is to be reminded of in one mail, as things stand then. What was met meanwhile is left out.</summary>
internal sealed class ReminderKind(ReminderBook book, DutyCalendar duties, SiteAddress address, TimeProvider clock) : IMailKind
{
    /// <summary>The kind of its mails.</summary>
    public const string Kind = "duties";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    /// <inheritdoc/>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        var told = await book.DutiesOf([.. drafts.Select(draft => draft.Mail.Id)], ct);
        var open = (await duties.FindMany([.. told.SelectMany(duties => duties).Distinct()], ct)).Where(duty => duty is { MetOn: null, DueOn: not null }).ToDictionary(duty => duty.DutyId);
        foreach (var draft in drafts)
        {
            var mine = told[draft.Mail.Id].Select(open.GetValueOrDefault).OfType<DutyRow>().OrderBy(duty => duty.DueOn).ThenBy(duty => duty.DutyId).ToList();
            draft.IsNeedless = mine.Count == 0;
            if (mine.Count > 0)
            {
                Tell(draft, mine);
            }
        }
    }

    private void Tell(MailDraft draft, List<DutyRow> mine)
    {
        var texts = Texts.In(draft.Language);
        // A clock that was set back since does not make a late duty one that is not due yet.
        var today = draft.Mail.Facts.Day is { } owed && owed > clock.Today() ? owed : clock.Today();
        draft.Values["subject"] = mine.Count == 1 ? Line(mine[0], today, texts) : texts["duty.mail.subject", mine.Count];
        draft.Values["duties"] = string.Join("\n\n", mine.Select(duty => $"{Line(duty, today, texts)}\n{Url(DutyPlace.InConsole(duty), texts)}"));
        draft.Values["link"] = Url("/console", texts);
    }

    private static string Line(DutyRow duty, DateOnly today, Texts texts)
    {
        var due = duty.DueOn.GetValueOrDefault();
        var when = today < due ? "duty.mail.before" : today == due ? "duty.mail.today" : "duty.mail.late";
        return texts[when, texts[$"duty.{duty.Code}"], Show.Name(duty.TitleZh, duty.TitleEn, texts.Language), Show.Day(due, texts.Language)];
    }

    private string Url(string path, Texts texts) => $"{address.Base}/{texts.Language.Tag}{path}";
}
