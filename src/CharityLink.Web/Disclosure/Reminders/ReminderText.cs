using CharityLink.Disclosure;
using CharityLink.Web.Accounts;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Disclosure.Reminders;

/// <summary>Puts what somebody is to be reminded of into one mail, in that person's language.</summary>
internal sealed class ReminderText(SiteAddress address)
{
    public PlainMail Of(Addressee to, IReadOnlyList<DutyRow> duties, DateOnly today)
    {
        var texts = Texts.In(Language.TryParse(to.Language, out var language) ? language : Language.Chinese);
        var subject = duties.Count == 1 ? Line(duties[0], today, texts) : texts["duty.mail.subject", duties.Count];
        var lines = duties.Select(duty => $"{Line(duty, today, texts)}\n{Address(DutyPlace.InConsole(duty), texts)}");
        return new(to.Email, subject, texts["duty.mail.body", to.Name, string.Join("\n\n", lines), Address("/console", texts)]);
    }

    // What it says is how things stand when it is sent, not when it was owed.
    private static string Line(DutyRow duty, DateOnly today, Texts texts)
    {
        var due = duty.DueOn.GetValueOrDefault();
        var when = today < due ? "duty.mail.before" : today == due ? "duty.mail.today" : "duty.mail.late";
        return texts[when, texts[$"duty.{duty.Code}"], Show.Name(duty.TitleZh, duty.TitleEn, texts.Language), Show.Day(due, texts.Language)];
    }

    private string Address(string path, Texts texts) => $"{address.Base}/{texts.Language.Tag}{path}";
}
