using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Network;

namespace CharityLink.Web.Projects.Proposals;

/// <summary>The acts one reader may take on one project now, so that a page offers no button that would be refused.</summary>
/// <param name="Barred">Why this reader, whose role the step is, may not take it; null where nothing bars or the step is another's.</param>
public sealed record ProjectPowers(IReadOnlySet<string> Acts, Refusal? Barred)
{
    /// <summary>What a caller may do.</summary>
    public static ProjectPowers Of(Project project, Caller caller, DateOnly today)
    {
        var (division, body) = (project.Proposal.Division, project.AnswersId);
        var objection = project.Objection(caller, today);
        var acts = new HashSet<string>(StringComparer.Ordinal);
        var decides = objection is null;
        Offer<ChangeProposal>("edit", project.State == ProjectState.Draft, project.ProposerId);
        Offer<VerifyProject>("verify", project.State == ProjectState.Submitted && decides, body);
        Offer<ReviewProject>("review", project.State == ProjectState.Verified && decides, body);
        Offer<ApproveProject>("approve", project.State == ProjectState.Reviewed && decides, body);
        var atReview = project.State is ProjectState.Submitted or ProjectState.Verified or ProjectState.Reviewed;
        Offer<SendBackProposal>("send_back", atReview && decides, body);
        Offer<RejectProject>("reject", atReview && decides, body);
        Offer<DeclareRelation>("stand_back", !IsOver(project) && caller.AccountId is { } account && !project.Related.Contains(account), body);
        Offer<WithdrawProject>("withdraw", project.State <= ProjectState.Filed && project.IsHeldBy(caller), project.ProposerId);
        Offer<ChooseCover>("cover", project.MayHaveCover, body);
        var live = project.State == ProjectState.Live;
        Offer<ExtendProject>("extend", live && !project.IsExtended, body);
        Offer<PauseProject>("pause", live && !project.IsPaused, body);
        Offer<ResumeProject>("resume", live && project.IsPaused, body);
        Offer<EndProjectEarly>("end", live, body);
        Offer<AskCallOff>("call_off", project.MayBeCalledOff && project.CallOffAsked is null, body);
        var answers = project.CallOffAsked is { } asked && project.MayBeCalledOff && ProjectDelivery.Objection(project, asked.By, caller, today) is null;
        Offer<AgreeCallOff>("call_off_agree", answers, body);
        Offer<DeclineCallOff>("call_off_decline", answers, body);
        Offer<CarryOutProject>("carry_out", project.State == ProjectState.Ended, body);
        Offer<SettleSurplus>("settle", project.State == ProjectState.Reported, body);
        var pending = project.PurposeChanges.Find(change => !change.IsInForce);
        Offer<DecidePurposeChange>("purpose_decide", pending is null && project.State is (ProjectState.Live or ProjectState.Ended), body);
        Offer<FilePurposeChange>("purpose_file", pending is { FiledOn: null, Decided.Basis: "plan" }, body);
        Offer<PublishPurposeChange>("purpose_publish", pending is not null && (pending.FiledOn is not null || pending.Decided.Basis == "agreement"), body);
        return new(acts, atReview && objection is { Code: not "not_your_step" } ? objection : null);

        void Offer<TCommand>(string act, bool fits, Guid organisation) where TCommand : ICommand
        {
            if (fits && caller.May<TCommand>(division, organisation))
            {
                acts.Add(act);
            }
        }
    }

    /// <summary>Whether the act is offered.</summary>
    public bool May(string act) => Acts.Contains(act);

    private static bool IsOver(Project project) => project.State is ProjectState.Closed or ProjectState.Rejected or ProjectState.Withdrawn;
}
