using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Projects;

/// <summary>From the planned steps to the receipt: what the page is shown, and who may see which file.</summary>
public sealed class DeliveryBookTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_project_is_carried_out_and_its_page_shows_plan_and_actual()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(Example.Id, "project", 0, [.. Example.To(ProjectState.Ended)])], EventMetadata.None, ct));
        var (step, request, proof, spending) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (photo, receipt) = (new EvidenceFile(new string('b', 64), "image/jpeg", 5), new EvidenceFile(new string('c', 64), "application/pdf", 6));
        var at = new DateTimeOffset(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);
        await world.Do(new PlanMilestones(Guid.CreateVersion7(), Example.Id, [new Milestone(step, "屋顶", "Roof", new(2026, 12, 1), [new(Example.Roof.LineId, Money.Cny(6_000_00))])]), Example.Officer);
        await world.Do(new RequestTranche(Guid.CreateVersion7(), Example.Id, step, request, "tiles"), Example.VillageWorker);
        await world.Do(new DecideTranche(Guid.CreateVersion7(), Example.Id, step, request, null, At: at), Example.Officer);
        await world.Do(new RecordSpending(Guid.CreateVersion7(), Example.Id, spending, Example.Roof.LineId, Money.Cny(5_000_00), new(2026, 11, 20), "supplier", "tiles", receipt, at), Example.VillageWorker);
        await world.Do(new CorrectSpending(Guid.CreateVersion7(), Example.Id, spending, Guid.CreateVersion7(), Money.Cny(4_900_00), "discount", null), Example.Officer);
        await world.Do(new SubmitProof(Guid.CreateVersion7(), Example.Id, step, proof, "done", [photo]), Example.VillageWorker, "evidence");
        var uses = world.Services.GetRequiredService<EvidenceUses>();
        Assert.Equal((Subject.Project(Example.Id), false), Assert.Single(await uses.Of(photo.Hash, ct)));
        Assert.True(Assert.Single(await uses.Of(receipt.Hash, ct)).IsPublic);

        await world.Do(new JudgeProof(Guid.CreateVersion7(), Example.Id, step, proof, null), Example.Officer, "evidence", "delivery");

        Assert.True(Assert.Single(await uses.Of(photo.Hash, ct)).IsPublic);
        var delivery = await world.Services.GetRequiredService<DeliveryBook>().Find(Example.Id, ct);
        Assert.NotNull(delivery);
        Assert.Equal((Money.Cny(6_000_00), Money.Cny(4_900_00)), (delivery.Released, delivery.Spent));
        Assert.Equal((Money.Cny(4_900_00), Money.Cny(0)), (delivery.SpentOf(Example.Roof.LineId), delivery.SpentOf(Example.Paint.LineId)));
        Assert.Equal([photo], Assert.Single(delivery.Steps).Accepted?.Files);
        Assert.Null(await world.Services.GetRequiredService<DeliveryBook>().Find(Guid.CreateVersion7(), ct));
    }

    [Fact]
    public async Task Of_two_people_who_decide_in_the_same_moment_one_is_told_that_it_is_decided()
    {
        var (id, step, request) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        object[] life = [.. Example.To(ProjectState.Ended).Select(fact => fact is ProjectDrafted drafted ? drafted with { ProjectId = id } : (object)fact)];
        Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(id, "project", 0, life)], EventMetadata.None, TestContext.Current.CancellationToken));
        await world.Do(new PlanMilestones(Guid.CreateVersion7(), id, [new Milestone(step, "屋顶", "Roof", new(2026, 12, 1), [new(Example.Roof.LineId, Money.Cny(6_000_00))])]), Example.Officer);
        await world.Do(new RequestTranche(Guid.CreateVersion7(), id, step, request, "tiles"), Example.VillageWorker);

        var outcomes = await Task.WhenAll(
            world.Send(new DecideTranche(Guid.CreateVersion7(), id, step, request, null), Example.Officer),
            world.Send(new DecideTranche(Guid.CreateVersion7(), id, step, request, "which tiles?"), Example.OtherOfficer));

        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.True(Assert.Single(outcomes, outcome => !outcome.IsDone).Refusals[0].Code is "tranche_released_already" or "tranche_not_asked");
        Assert.Single((await world.Store.ReadStream(ProjectDelivery.IdOf(id), 0, TestContext.Current.CancellationToken)).Events, recorded => recorded.Data is TrancheReleased or TrancheDeclined);
    }

    [Fact]
    public async Task Another_village_asks_for_nothing() => Assert.Equal(
        "forbidden",
        Assert.Single((await world.Send(new RequestTranche(Guid.CreateVersion7(), Example.Id, Guid.CreateVersion7(), Guid.CreateVersion7(), "x"), Staff.Holding(Role.VillageWorker, "440781001012"))).Refusals).Code);
}
