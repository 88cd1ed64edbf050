using CharityLink.Kernel;
using CharityLink.Network;
using Microsoft.Extensions.Logging;

namespace CharityLink.Tests.Kernel;

/// <summary>What every command passes, on the real pipeline and the real store.</summary>
public sealed class PipelineTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_command_that_is_sent_twice_happens_once_and_answers_the_same()
    {
        var command = Group("志愿队", "Volunteers");
        var first = await world.Do(command);
        var again = await world.Do(command);
        Assert.Equal(first.Position, again.Position);
        Assert.Equal(1, (await world.Store.ReadStream(command.OrganisationId, 0, TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task One_that_was_carried_out_is_not_refused_because_things_changed_since()
    {
        var command = Group("志愿队", "Volunteers");
        var first = await world.Do(command);
        await world.Do(new ChangeOrganisation(Guid.CreateVersion7(), command.OrganisationId, "新名字", "New name", null));
        Assert.Equal(first.Position, (await world.Do(command)).Position);
    }

    [Fact]
    public async Task Another_command_under_a_used_id_is_refused()
    {
        var command = Group("志愿队", "Volunteers");
        await world.Do(command);
        var other = await world.Send(command with { OrganisationId = Guid.CreateVersion7() });
        Assert.Equal("command_id_reused", Assert.Single(other.Refusals).Code);
    }

    [Fact]
    public async Task What_is_not_well_formed_goes_no_further()
    {
        var command = Group("", new string('x', 101));
        var outcome = await world.Send(command);
        Assert.Equal(["text_missing", "text_too_long"], outcome.Refusals.Select(refusal => refusal.Code), StringComparer.Ordinal);
        Assert.Equal(0, (await world.Store.ReadStream(command.OrganisationId, 0, TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task Rights_are_asked_before_anything_else() =>
        Assert.Equal("forbidden", Assert.Single((await world.Send(Group("", ""), Caller.Public)).Refusals).Code);

    [Fact]
    public async Task A_command_leaves_one_line_which_matters_less_where_the_platform_sent_it_and_it_went_well()
    {
        var (done, refused) = (Outcome.Done(1), Outcome.Refused(new Refusal("busy")));
        var log = new HeardLevels<Trace<RegisterOrganisation, Outcome>>();
        foreach (var (caller, outcome) in new[] { (Caller.Public, done), (Caller.System, done), (Caller.System, refused) })
        {
            var trace = new Trace<RegisterOrganisation, Outcome>(new CommandContext { Caller = caller }, [], log);
            await trace.Handle(Group("志愿队", "Volunteers"), TestContext.Current.CancellationToken, () => Task.FromResult(outcome));
        }

        Assert.Equal([LogLevel.Information, LogLevel.Debug, LogLevel.Information], log.All);
    }

    [Fact]
    public async Task Everybody_who_changes_one_thing_at_once_gets_through_or_is_told()
    {
        var command = Group("志愿队", "Volunteers");
        await world.Do(command);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            world.Send(new ChangeOrganisation(Guid.CreateVersion7(), command.OrganisationId, $"名字{i}", $"Name {i}", null))));
        var done = outcomes.Count(outcome => outcome.IsDone);
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("busy", outcome.Refusals[0].Code));
        Assert.Equal(1 + done, (await world.Store.ReadStream(command.OrganisationId, 0, TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task A_fact_carries_who_did_it_and_by_which_command()
    {
        var (command, officer) = (Group("志愿队", "Volunteers"), Staff.Holding(Role.FederationOfficer, "440700"));
        await world.Do(command, officer);
        var metadata = (await world.Store.ReadStream(command.OrganisationId, 0, TestContext.Current.CancellationToken)).Events[0].Metadata;
        Assert.Equal((officer.AccountId?.ToString(), command.CommandId, nameof(RegisterOrganisation)), (metadata.UserName, metadata.CommandId, metadata.CommandName));
    }

    private static RegisterOrganisation Group(string zh, string en) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), zh, en, OrganisationKind.VolunteerGroup, DivisionCode.Parse("440704"), null, null);
}
