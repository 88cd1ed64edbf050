using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>What a project waits for in each state, for whom, and by which promise.</summary>
public sealed class TaskRules
{
    private static readonly DateTimeOffset _at = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ProjectState.Draft, "draft")]
    [InlineData(ProjectState.Submitted, "verify")]
    [InlineData(ProjectState.Verified, "review")]
    [InlineData(ProjectState.Reviewed, "approve")]
    [InlineData(ProjectState.Approved, "plan")]
    [InlineData(ProjectState.Filed, "number")]
    [InlineData(ProjectState.Live, null)]
    [InlineData(ProjectState.Ended, "plan_steps")]
    [InlineData(ProjectState.CarriedOut, "report")]
    [InlineData(ProjectState.Reported, "settle")]
    [InlineData(ProjectState.Closed, null)]
    [InlineData(ProjectState.Failed, "refund")]
    [InlineData(ProjectState.Rejected, null)]
    [InlineData(ProjectState.Withdrawn, null)]
    public void Every_state_waits_for_one_step_or_for_nobody(ProjectState state, string? step) =>
        Assert.Equal(step is null ? [] : [step], Tasks([.. To(state)]).Select(task => task.Step), StringComparer.Ordinal);

    [Fact]
    public void A_decision_waits_for_its_level_and_for_nobody_who_may_not_take_it()
    {
        var related = Guid.CreateVersion7();
        var review = Assert.Single(Tasks([.. To(ProjectState.Verified), new RelationDeclared(Example.Id, related, "work")]));
        Assert.Equal(("TownWorker", false, Village.Value), (review.Roles.Single(), review.IsOwn, review.Division));
        Assert.Equal(new[] { VillageWorker.AccountId, OtherVillageWorker.AccountId, related }.Order(), review.Excluded.Cast<Guid?>());
        Assert.Equal(["VillageWorker", "TownWorker"], Assert.Single(Tasks([.. To(ProjectState.Submitted)])).Roles);
    }

    [Fact]
    public void An_organisers_step_waits_for_its_own_people()
    {
        var plan = Assert.Single(Tasks([.. To(ProjectState.Approved)]));
        Assert.Equal((Organiser, true), (plan.OrganisationId, plan.IsOwn));
        Assert.Empty(plan.Excluded);
        Assert.Equal((Proposer, true), (Assert.Single(Tasks([Drafted])).OrganisationId, Assert.Single(Tasks([Drafted])).IsOwn));
    }

    [Fact]
    public void What_was_sent_back_waits_for_its_proposer_until_it_is_handed_in_again()
    {
        var back = new ProposalSentBack(Example.Id, ProjectState.Submitted, null, "unclear");
        Assert.Equal("mend", Assert.Single(Tasks([.. To(ProjectState.Submitted), back])).Step);
        Assert.Equal("verify", Assert.Single(Tasks([.. To(ProjectState.Submitted), back, Submitted])).Step);
    }

    [Fact]
    public void A_filing_waits_for_corrections_a_number_or_the_opening()
    {
        var gaps = new FilingGapsNotified(Example.Id, new DateOnly(2026, 11, 16), "surplus");
        var number = new FilingNumberRecorded(Example.Id, "n", new DateOnly(2026, 11, 18));
        Assert.Equal(("correct_filing", new DateOnly(2026, 11, 23)), Of([.. To(ProjectState.Filed), gaps])); // Five days end on a Saturday.
        Assert.Equal("number", Of([.. To(ProjectState.Filed), gaps, new FilingCorrected(Example.Id, new DateOnly(2026, 11, 17))]).Step);
        Assert.Equal("open", Of([.. To(ProjectState.Filed), number]).Step);
        Assert.Equal("open", Of([.. To(ProjectState.Filed), gaps, number]).Step);

        static (string Step, DateOnly? DueOn) Of(IReadOnlyList<IProjectEvent> facts) => Tasks(facts).Select(task => (task.Step, task.DueOn)).Single();
    }

    [Fact]
    public void A_paused_project_waits_for_the_federation_until_it_goes_on()
    {
        var paused = new ProjectPaused(Example.Id, "complaint", null);
        Assert.Equal(("resume", "FederationOfficer"), Tasks([.. To(ProjectState.Live), paused]).Select(task => (task.Step, task.Roles.Single())).Single());
        Assert.Empty(Tasks([.. To(ProjectState.Live), paused, new ProjectResumed(Example.Id, null)]));
    }

    [Fact]
    public void A_change_of_purpose_waits_beside_the_project()
    {
        var change = new PurposeChangeDecided(Example.Id, Guid.CreateVersion7(), "plan", "新", "New", "r", new DateOnly(2026, 11, 10), Paper, null);
        var filed = new PurposeChangeFiled(Example.Id, change.ChangeId, new DateOnly(2026, 11, 12), "n");
        Assert.Equal(["plan_steps", "purpose_file"], Tasks([.. To(ProjectState.Ended), change]).Select(task => task.Step), StringComparer.Ordinal);
        Assert.Equal(["plan_steps", "purpose_publish"], Tasks([.. To(ProjectState.Ended), change, filed]).Select(task => task.Step), StringComparer.Ordinal);
        Assert.Equal("purpose_publish", Tasks([.. To(ProjectState.Live), change with { Basis = "agreement" }]).Single().Step);
        Assert.Equal(["plan_steps"], Tasks([.. To(ProjectState.Ended), change, filed, new PurposeChangePublished(Example.Id, change.ChangeId, new DateOnly(2026, 11, 13))]).Select(task => task.Step), StringComparer.Ordinal);
    }

    [Fact]
    public void Each_step_of_the_work_waits_for_those_who_do_it_or_for_another_person_who_decides()
    {
        var (first, second, related) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (due, later) = (new DateOnly(2026, 11, 10), new DateOnly(2026, 12, 10));
        var planned = new MilestonesPlanned(Example.Id, Organiser, Fund, Sums.Lines, [new(first, "一", "One", due, [Part(4)]), new(second, "二", "Two", later, [Part(3)])], null);
        var asked = new TrancheRequested(Example.Id, first, Guid.CreateVersion7(), "n", VillageWorker.AccountId);
        var released = new TrancheReleased(Example.Id, first, asked.RequestId, Organiser, Fund, [], due, Money.Cny(1), null);
        var shown = new ProofSubmitted(Example.Id, first, Guid.CreateVersion7(), "t", [], OtherVillageWorker.AccountId);
        var returned = new ProofReturned(Example.Id, first, shown.ProofId, "r", null);
        var accepted = new ProofAccepted(Example.Id, first, shown.ProofId, [], null);

        Assert.Equal([("milestone", due)], Of(planned));
        Assert.Equal([("tranche", new DateOnly(2026, 11, 27)), ("milestone", due)], Of(planned, asked));
        Assert.Equal([("milestone", due)], Of(planned, asked, new TrancheDeclined(Example.Id, first, asked.RequestId, "r", null)));
        Assert.Equal([("milestone", due)], Of(planned, asked, released));
        Assert.Equal([("proof", new DateOnly(2026, 12, 4))], Of(planned, asked, released, shown));
        Assert.Equal([("milestone", due)], Of(planned, asked, released, shown, returned));
        Assert.Equal([("milestone", later)], Of(planned, asked, released, shown, accepted));
        Assert.Equal([("carry_out", (DateOnly?)null)], Of(planned, accepted, accepted with { MilestoneId = second }));
        Assert.Empty(After([.. To(ProjectState.Live)], planned));
        Assert.Equal(["tranche", "milestone"], After([.. To(ProjectState.Live)], planned, asked).Select(task => task.Step), StringComparer.Ordinal);
        Assert.Equal(["report"], After([.. To(ProjectState.CarriedOut)], planned, asked).Select(task => task.Step), StringComparer.Ordinal);

        var decision = After([.. To(ProjectState.Ended), new RelationDeclared(Example.Id, related, "work")], planned, asked).Single(task => task.Step == "tranche");
        Assert.Equal((Organiser, false), (decision.OrganisationId, decision.IsOwn));
        Assert.Equal(["FederationOfficer", "CharityOfficer"], decision.Roles, StringComparer.Ordinal);
        Assert.Equal(new[] { VillageWorker.AccountId, related }.Order(), decision.Excluded.Cast<Guid?>());
        var work = After([.. To(ProjectState.Ended)], planned, asked).Single(task => task.Step == "milestone");
        Assert.Equal((Proposer, true), (work.OrganisationId, work.IsOwn));
        Assert.Contains("VillageWorker", work.Roles, StringComparer.Ordinal);

        IEnumerable<(string Step, DateOnly? DueOn)> Of(params IDeliveryEvent[] facts) => After([.. To(ProjectState.Ended)], facts).Select(task => (task.Step, task.DueOn));

        LineAmount Part(int thousands) => new(Sums.Lines[0].LineId, Money.Cny(thousands * 1000_00));

        IReadOnlyList<ProjectTask> After(IReadOnlyList<IProjectEvent> life, params IDeliveryEvent[] facts) =>
            [.. facts.Aggregate(life.Aggregate((Work?)null, (work, fact) => Work.After(work, fact, _at))!, (work, fact) => work.After(fact, _at)).Tasks()]; // A life begins with a draft.
    }

    [Fact]
    public void A_step_that_not_enough_was_raised_for_waits_for_nobody_and_keeps_nothing_open()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var raised = Ends().Raised;
        Milestone Step(Guid id, long fen) => new(id, "一", "One", new DateOnly(2026, 12, 1), [new(Sums.Lines[0].LineId, Money.Cny(fen))]);
        MilestonesPlanned Planned(long one, long two) => new(Example.Id, Organiser, Fund, Sums.Lines, [Step(first, one), Step(second, two)], null);
        var proven = new ProofAccepted(Example.Id, first, Guid.CreateVersion7(), [], null);
        Assert.Equal(["milestone"], Of(Planned(raised.Minor - 1, 1)), StringComparer.Ordinal);
        Assert.Equal(["milestone"], Of(Planned(raised.Minor - 1, 1), proven), StringComparer.Ordinal);
        Assert.Equal(["carry_out"], Of(Planned(raised.Minor - 1, 2), proven), StringComparer.Ordinal);
        // Money that was let go is accounted for, whatever the sum.
        Assert.Equal(["milestone"], Of(Planned(raised.Minor - 1, 2), proven, new TrancheReleased(Example.Id, second, Guid.CreateVersion7(), Organiser, Fund, [], default, raised, null)), StringComparer.Ordinal);

        static IEnumerable<string> Of(params IDeliveryEvent[] facts) =>
            facts.Aggregate(To(ProjectState.Ended).Aggregate((Work?)null, (work, fact) => Work.After(work, fact, _at))!, (work, fact) => work.After(fact, _at)).Tasks().Select(task => task.Step); // A life begins with a draft.

        static ProjectEnded Ends() => To(ProjectState.Ended).OfType<ProjectEnded>().Single();
    }

    [Fact]
    public void A_task_bears_the_name_the_project_has_now()
    {
        var amended = new PlanAmended(Example.Id, Guid.CreateVersion7(), FundraisingPlan.Empty, "新名", "New name", ["title"], "r", new DateOnly(2026, 11, 20), null);
        var task = Assert.Single(Tasks([.. To(ProjectState.Filed), amended]));
        Assert.Equal(("新名", "New name"), (task.TitleZh, task.TitleEn));
    }

    [Fact]
    public void Promises_are_counted_in_working_days_and_the_laws_in_days_and_months()
    {
        Assert.Equal(new DateOnly(2026, 11, 27), Promises.DueOn("verify", new DateOnly(2026, 11, 20)));
        Assert.Equal(new DateOnly(2026, 12, 4), Promises.DueOn("approve", new DateOnly(2026, 11, 20)));
        Assert.Equal(new DateOnly(2026, 11, 30), Promises.DueOn("number", new DateOnly(2026, 11, 20)));
        Assert.Equal(new DateOnly(2027, 2, 22), Promises.DueOn("report", new DateOnly(2026, 11, 20)));
        Assert.Null(Promises.DueOn("carry_out", new DateOnly(2026, 11, 20)));
        Assert.Equal(("CN-PLAN-03", null), (Promises.Of("number")!.Rule, Promises.Of("verify")!.Rule)); // Both are in the data.
    }

    [Fact]
    public void Nothing_follows_nothing_but_a_draft() => Assert.Throws<CorruptStreamException>(() => Work.After(null, Submitted, _at));

    private static IReadOnlyList<ProjectTask> Tasks(IReadOnlyList<IProjectEvent> facts) =>
        facts.Aggregate((Work?)null, (work, fact) => Work.After(work, fact, _at)) is { } known ? [.. known.Tasks()] : [];
}
