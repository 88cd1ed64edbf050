using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Web.Site;

namespace CharityLink.Web.Network.Credentials;

/// <summary>Turns each form of the credentials page into its command.</summary>
internal static class CredentialForms
{
    /// <summary>The wish behind an act; null for one there is none of. What could not be read stands in <see cref="Typed.Wrong"/>.</summary>
    public static ICommand? Read(Typed typed, Guid organisation)
    {
        var (command, entry) = (typed.Id("command"), typed.Id("entry"));
        return typed.Act switch
        {
            "standing" => new RecordStanding(command, organisation, typed.Day("registered_on"), typed.Day("recognised_on")),
            "condition" => new RecordCondition(command, organisation, typed.Text("condition"), typed.Text("is_met") == "yes", typed.Text("evidence")),
            "apply" => new ApplyForQualification(command, organisation, typed.NeededDay("applied_on")),
            "qualification" => new EnterQualification(command, organisation, entry, typed.Text("certificate"), typed.NeededDay("issued_on"), typed.Text("evidence")),
            "confirm-qualification" => new ConfirmQualification(command, organisation, entry),
            "revoke" => new RevokeQualification(command, organisation, typed.NeededDay("revoked_on"), typed.Text("reason")),
            "tax-listing" => new RecordTaxListing(command, organisation, entry, typed.NeededDay("from"), typed.Text("notice")),
            "account" => new EnterAccount(command, organisation, entry, typed.Text("bank"), typed.Text("last_four").Trim(), typed.Ticked("is_own"), typed.Text("evidence")),
            "confirm-account" => new ConfirmAccount(command, organisation, entry),
            "remove-account" => new RemoveAccount(command, organisation, entry),
            "disqualify" => new RecordDisqualification(command, organisation, entry, typed.NeededDay("until")),
            "person-left" => new EndResponsibility(command, organisation, entry, typed.NeededDay("left_on")),
            "past-year" => new RecordPastYear(command, organisation, typed.Number("year") ?? 0, typed.Amount("raised") ?? default),
            "unit" => new SetSupervisoryUnit(command, organisation, typed.Text("unit")),
            "person" => new NameResponsiblePerson(
                command, organisation, entry, NameResponsiblePerson.PersonOf(entry), typed.Text("post"), typed.Reference("employer") ?? organisation, typed.Ticked("is_full_time"), typed.NeededDay("named_on"),
                typed.Ticked("has_capacity"), typed.Day("sentence_ended_on"), typed.Day("led_revoked_on"), typed.Ticked("is_barred")),
            _ => null,
        };
    }
}
