"""The entry points of writing. Each is a use case of `services`, told in the words of the contract."""

from strawberry import ID

from resolvers import mutations as do
from schema.bind import field, object_type
from schema.inputs import (
    AddMemberInput,
    AssumeRoleInput,
    ChangePasswordInput,
    CreateApiTokenInput,
    CreateCategoryInput,
    CreateRoleInput,
    CreateTemplateInput,
    CreateUserInput,
    CreateVersionInput,
    CreateWorkspaceInput,
    LoginInput,
    UpdateCategoryInput,
    UpdateMemberInput,
    UpdateRoleInput,
    UpdateTemplateInput,
    UpdateUserInput,
    UpdateVersionInput,
    UpdateWorkspaceInput,
)
from schema.payloads import (
    AssumeRolePayload,
    CategoryPayload,
    ChangePasswordPayload,
    CreateApiTokenPayload,
    DeletePayload,
    InspectChartPayload,
    LoginPayload,
    MembershipPayload,
    RevokeApiTokenPayload,
    RolePayload,
    TemplatePayload,
    UserPayload,
    VersionPayload,
    WorkspacePayload,
)
from schema.scalars import Upload


@object_type()
class Mutation:
    """Refusals of who asks are GraphQL errors; what the caller can put right is in `userErrors`."""

    login = field(LoginPayload, do.login, input=LoginInput)
    change_password = field(
        ChangePasswordPayload,
        do.change_password,
        "Ends every other session of the viewer, and their API tokens.",
        input=ChangePasswordInput,
    )
    assume_role = field(
        AssumeRolePayload,
        do.assume_role,
        "A session narrowed to one role that the viewer holds: never more than that role, and it ends with it.",
        input=AssumeRoleInput,
    )
    create_api_token = field(CreateApiTokenPayload, do.create_api_token, input=CreateApiTokenInput)
    revoke_api_token = field(RevokeApiTokenPayload, do.revoke_api_token, id=ID)
    create_user = field(UserPayload, do.create_user, input=CreateUserInput)
    update_user = field(UserPayload, do.update_user, input=UpdateUserInput)
    create_role = field(RolePayload, do.create_role, input=CreateRoleInput)
    update_role = field(RolePayload, do.update_role, input=UpdateRoleInput)
    delete_role = field(DeletePayload, do.delete_role, "IN_USE while anyone holds it.", id=ID)
    create_workspace = field(WorkspacePayload, do.create_workspace, input=CreateWorkspaceInput)
    update_workspace = field(WorkspacePayload, do.update_workspace, input=UpdateWorkspaceInput)
    delete_workspace = field(DeletePayload, do.delete_workspace, "IN_USE while it has ACTIVE versions.", id=ID)
    add_member = field(MembershipPayload, do.add_member, input=AddMemberInput)
    update_member = field(MembershipPayload, do.update_member, input=UpdateMemberInput)
    remove_member = field(DeletePayload, do.remove_member, id=ID)
    inspect_chart = field(
        InspectChartPayload,
        do.inspect_chart,
        "Reads a package and answers what a template or version made of it would be, and every fault; stores nothing.",
        package=Upload,
        template=ID | None,
    )
    create_template = field(
        TemplatePayload,
        do.create_template,
        "A new template with its first version, both DRAFT, from a chart package.",
        input=CreateTemplateInput,
    )
    update_template = field(TemplatePayload, do.update_template, input=UpdateTemplateInput)
    set_template_icon = field(
        TemplatePayload,
        do.set_template_icon,
        "An icon, or none; the store shows it once republished.",
        id=ID,
        icon=Upload | None,
    )
    set_template_screenshots = field(
        TemplatePayload,
        do.set_template_screenshots,
        "keep names present screenshots by digest, in order; add comes after them. At most six.",
        id=ID,
        keep=list[str],
        add=list[Upload],
    )
    delete_template = field(
        DeletePayload,
        do.delete_template,
        "IN_USE while it has versions that are ACTIVE, SUBMITTED or IN_REVIEW.",
        id=ID,
    )
    suspend_template = field(
        TemplatePayload,
        do.suspend_template,
        "Takes every ACTIVE version out of the store and hides the app, without changing running releases.",
        id=ID,
    )
    restore_template = field(
        TemplatePayload,
        do.restore_template,
        "Undoes suspendTemplate; versions suspended one by one before it stay suspended.",
        id=ID,
    )
    republish_template = field(
        TemplatePayload, do.republish_template, "Brings the store's snapshot up to the working copy.", id=ID
    )
    create_version = field(VersionPayload, do.create_version, input=CreateVersionInput)
    update_version = field(
        VersionPayload,
        do.update_version,
        "In DRAFT and REJECTED only; a rejected version becomes DRAFT.",
        input=UpdateVersionInput,
    )
    replace_package = field(
        VersionPayload,
        do.replace_package,
        "In DRAFT and REJECTED only; the version takes its number from the new package.",
        id=ID,
        package=Upload,
    )
    delete_version = field(DeletePayload, do.delete_version, id=ID)
    submit_version = field(VersionPayload, do.submit_version, id=ID)
    withdraw_version = field(VersionPayload, do.withdraw_version, id=ID)
    start_review = field(VersionPayload, do.start_review, id=ID)
    pass_review = field(VersionPayload, do.pass_review, id=ID)
    reject_review = field(VersionPayload, do.reject_review, id=ID)
    publish_version = field(VersionPayload, do.publish_version, id=ID)
    suspend_version = field(VersionPayload, do.suspend_version, id=ID)
    restore_version = field(VersionPayload, do.restore_version, id=ID)
    create_category = field(CategoryPayload, do.create_category, input=CreateCategoryInput)
    update_category = field(CategoryPayload, do.update_category, input=UpdateCategoryInput)
    delete_category = field(DeletePayload, do.delete_category, "IN_USE while templates are in it.", id=ID)
